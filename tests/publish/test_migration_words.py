"""What a migration did, in words."""

from pathlib import Path

from frameworks import framework_of
from spregistry.load.documents import read
from spregistry.model.migration import Entry
from spregistry.publish.versions.migration import entry_sentence

SPLIT = Path(__file__).parents[1] / "cases" / "migrate" / "split" / "after.yaml"


def test_an_action_on_a_question_that_was_split_names_the_one_it_stands_with_and_all_others() -> None:
    entry = Entry(section="actions", id="0", outcome="review", why="split", became=("board-sees", "board-acts"), reason=None, said=None)
    told = "carried, to be confirmed: several questions were made of one (now with 1.2 Board sees; see also 1.4 Board acts)"
    assert entry_sentence(entry, framework_of(read(SPLIT).data)) == told
