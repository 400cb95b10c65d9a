"""Who was heard, as a picture: a bar for each group, by region where it is counted so, beside the numbers that it shows."""

from collections.abc import Mapping, Sequence

from spregistry.model.consultation import Consultation, Coverage, Policy, Stakeholders
from spregistry.publish.site.markdown import Markdown, Voice, foreign
from spregistry.sentence import say

#: Width and height of a bar's drawing, in its own units.
_WIDE, _HIGH = 200, 12


def coverage_table(voice: Voice, consultation: Consultation, policy: Policy | None, language: str) -> Markdown:
    """Return how far each group was heard, all regions together; `language` is that of the record's own words."""
    coverage = consultation.coverage()
    most = max((each.contacted for each in coverage), default=0)
    needed = {group.id: group for group in (policy.groups if policy else None) or ()}
    head = [say("Group"), say("Contacted and responded"), say("Contacted"), say("Responded"), say("Comments"), say("Demanded")]
    rows = []
    for each in coverage:
        asked = needed.get(each.group)
        demand = "–"
        if asked is not None and asked.responded is not None:
            demand = voice(say("{contacted} contacted, {responded} responded", contacted=asked.contacted, responded=asked.responded))
        elif asked is not None:
            demand = voice(say("{contacted} contacted", contacted=asked.contacted))
        rows.append([_named(voice, each, language), bar(each.contacted, each.responded, most), *_numbers(voice, each), demand])
    return _table(voice(say("Responses by group of stakeholders")), [voice(title) for title in head], rows)


def _named(voice: Voice, coverage: Coverage, language: str) -> str:
    silent = f' <strong class="silent">{voice(say("silent"))}</strong>' if coverage.silent else ""
    return f"{foreign(coverage.title, language, voice.language)}{silent}"


def _numbers(voice: Voice, coverage: Coverage) -> list[str]:
    return [voice.number(each) for each in (coverage.contacted, coverage.responded, coverage.comments)]


def region_table(voice: Voice, consultation: Consultation, language: str) -> Markdown:
    """Return how far each group was heard in each region; empty where nothing is counted by region."""
    rows_of: Mapping[tuple[str, str | None], list[Stakeholders]] = _by_place(consultation)
    regions = [(region.id, region.title) for region in consultation.regions or ()]
    if not regions or not any(region for _, region in rows_of):
        return Markdown()
    most = max((sum(int(row.contacted) for row in rows) for rows in rows_of.values()), default=0)
    head = [voice(say("Group")), *(foreign(title, language, voice.language) for _, title in regions), voice(say("no region"))]
    rows = []
    for group in consultation.groups or ():
        cells = [_cell(voice, rows_of.get((group.id, region), []), most) for region in (*(id_ for id_, _ in regions), None)]
        rows.append([foreign(group.title, language, voice.language), *cells])
    return _table(voice(say("Responses by group and region: responded of contacted")), head, rows)


def _by_place(consultation: Consultation) -> dict[tuple[str, str | None], list[Stakeholders]]:
    found: dict[tuple[str, str | None], list[Stakeholders]] = {}
    for row in consultation.stakeholders or ():
        found.setdefault((row.group, row.region), []).append(row)
    return found


def _cell(voice: Voice, rows: Sequence[Stakeholders], most: int) -> str:
    if not rows:
        return "–"
    contacted, responded = sum(int(row.contacted) for row in rows), sum(int(row.responded) for row in rows)
    said = voice(say("{responded} of {contacted}", responded=voice.number(responded), contacted=voice.number(contacted)))
    return f"{bar(contacted, responded, most)} {said}"


def bar(contacted: int, responded: int, most: int) -> str:
    """Return a bar: its frame is as long as many were contacted, its filling as many responded. What it shows stands beside it in numbers."""
    unit = _WIDE / most if most else 0
    whole, part = (f"{min(count * unit, _WIDE - 1):.1f}" for count in (contacted, responded))
    return (
        f'<svg class="bar" viewBox="0 0 {_WIDE} {_HIGH}" width="{_WIDE}" height="{_HIGH}" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f'<rect class="bar-whole" x="0.5" y="0.5" width="{whole}" height="{_HIGH - 1}"/>'
        f'<rect class="bar-part" x="0.5" y="0.5" width="{part}" height="{_HIGH - 1}"/></svg>'
    )


def _table(caption: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> Markdown:
    """Return a table as HTML, because it has a caption and headings of its rows."""
    lines = ['<div class="wide"><table>', f"<caption>{caption}</caption>", "<thead><tr>"]
    lines += [f'<th scope="col">{title}</th>' for title in head]
    lines.append("</tr></thead><tbody>")
    for first, *others in rows:
        lines.append(f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in others)}</tr>')
    return Markdown("\n".join([*lines, "</tbody></table></div>"]))
