"""The link by which readers of a draft comment on an element."""

from spregistry.publish.site.edition import Edition, relative
from spregistry.publish.site.markdown import Markdown, inline
from spregistry.sentence import say

#: Name of the page of the form in an edition.
FORM = "comment"


def comment_link(edition: Edition, id_: str, path: str) -> Markdown:
    """Return the link by which readers of a draft comment on an element; empty where the version is no draft."""
    if edition.version.status != "draft":
        return Markdown()
    # Written as HTML, because the part behind # chooses the element in the form and is no heading of its page.
    address = relative(path, edition.path(FORM)).removesuffix(".md")
    element = edition.element(id_).title if id_ not in edition.framework.facts else edition.framework.facts[id_].title
    label = inline(edition.voice.plain(say("Comment")))
    # What is heard begins with what is seen, so that people who speak to their computer can name it.
    about = f'<span class="heard"> {inline(edition.voice.plain(element))}</span>'
    return Markdown(f'<a class="comment-link" href="{address}.html#/{id_}">{label}{about}</a>')
