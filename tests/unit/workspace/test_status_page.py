"""What the status page says."""

from __future__ import annotations

from workspace.status.figures import Figures, State, headline
from workspace.status.page import live, page
from workspace.upstream import Upstream

COACHING = Upstream("coaching", "Coaching", "Opens assessments.", "http://coaching:8080")
SKILLS = Upstream("skills", "Skills", "Knows skills.", "http://skills:8080")


def test_when_all_is_well_it_says_so_in_a_line() -> None:
    board = [Figures(COACHING, State.READY), Figures(SKILLS, State.READY)]
    assert headline(board) == "All 2 services are ready. Nothing is waiting."


def test_events_under_way_and_set_aside_are_summed_up() -> None:
    board = [
        Figures(COACHING, State.READY, to_read=1_200, to_publish=5),
        Figures(SKILLS, State.READY, set_aside=2),
    ]
    assert headline(board) == "All 2 services are ready. 1,205 events are on their way. 2 set aside."


def test_a_service_in_trouble_is_named_with_its_trouble() -> None:
    board = [Figures(COACHING, State.READY), Figures(SKILLS, State.SILENT)]
    assert headline(board) == "1 of 2 services are ready. Skills: no answer."
    assert headline([Figures(SKILLS, State.SILENT)]) == "No service is ready."


def test_a_service_is_shown_with_its_counts_and_the_way_to_its_api() -> None:
    shown = live([Figures(COACHING, State.READY, counts={"open assessments": 1_312})])
    assert "<dt>open assessments</dt><dd>1,312</dd>" in shown
    assert 'href="/api/coaching/docs"' in shown
    assert "Ready" in shown


def test_a_silent_service_shows_no_figures_rather_than_zeros() -> None:
    shown = live([Figures(COACHING, State.SILENT)])
    assert "Its figures are not known" in shown
    assert "<dd>" not in shown


def test_subscriptions_that_stopped_are_named() -> None:
    shown = live([Figures(COACHING, State.STOPPED, set_aside=20, behind_them=4, stopped=("when_x",))])
    assert "<code>when_x</code>" in shown
    assert "waiting behind them" in shown


def test_whatever_a_service_says_is_text_and_never_markup() -> None:
    shown = page([Figures(COACHING, State.STOPPED, stopped=("<b>",), counts={"<script>": 1})])
    assert "<b>" not in shown
    assert "&lt;script&gt;" in shown


def test_the_page_takes_nothing_from_elsewhere() -> None:
    assert "http://" not in page([]).replace("http://www.w3.org", "")
    assert "https://" not in page([])
