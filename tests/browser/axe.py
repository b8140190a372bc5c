"""Runs axe-core, the accessibility checker, in a page."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

SCRIPT = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Only violations are read: of what passes, axe need not write down every element. No rule of these reads style sheets.
LOOK = """async rules => {
    const quick = {resultTypes: ["violations"], preload: {assets: ["media"]}};
    const found = (await axe.run(document, {...quick, runOnly: {type: "tag", values: rules}})).violations;
    for (const violation of found.filter(one => one.id === "target-size")) {
        // Half under a bar that stays while the page scrolls is no small target: look again with it in the middle.
        const small = [];
        for (const node of violation.nodes) {
            const element = document.querySelector(node.target[0]);
            element.scrollIntoView({block: "center", behavior: "instant"});
            const again = await axe.run(document, {...quick, runOnly: {type: "rule", values: ["target-size"]}});
            const still = again.violations.flatMap(one => one.nodes);
            if (still.some(one => document.querySelector(one.target[0]) === element)) small.push(node);
        }
        violation.nodes = small;
    }
    return found.filter(one => one.nodes.length);
}"""


def violations(page: Page) -> list[str]:
    """What axe finds wrong with the page as it stands, one line for each rule with the elements concerned."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(SCRIPT.read_text())
    found: list[dict[str, Any]] = page.evaluate(LOOK, RULES)
    return [f"{v['id']}: {v['help']}: " + " | ".join(n["html"][:160] for n in v["nodes"][:4]) for v in found]
