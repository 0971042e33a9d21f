//! The map of a story, with its titles.

use super::View;
use super::map::{self, BOX, Point};
use crate::parse::scenario::Mark;
use crate::render::pages::svg::number;
use crate::render::theme::context::trainer::{Map, MapBox, MapLine};

/// Maximum number of characters per line of a box.
const LINE: usize = 19;

/// Distance between two lines of text, in SVG units.
const LEADING: f64 = 16.0;

pub(super) fn of(view: &View<'_>) -> Map {
    let drawn = map::draw(view.graph());
    let boxes = drawn.boxes.iter().enumerate().filter_map(|(scene, corner)| Some(boxed(view, scene, (*corner)?)));
    let lines = drawn.lines.iter();
    Map {
        width: number(drawn.width),
        height: number(drawn.height),
        boxes: boxes.collect(),
        lines: lines.map(|line| MapLine { path: map::path(&line.points), mark: line.mark.map(Mark::word) }).collect(),
    }
}

fn boxed(view: &View<'_>, scene: usize, corner: Point) -> MapBox {
    let Point { x, y } = corner;
    let lines = lines(&format!("{}. {}", scene + 1, view.title(scene)));
    let first = if lines.len() > 1 { BOX.height / 2.0 - 3.0 } else { BOX.height / 2.0 + 5.0 };
    let outcome = view.graph().nodes[scene].outcome.and_then(|outcome| view.outcome(outcome));
    MapBox {
        number: scene + 1,
        outcome: outcome.map(|outcome| outcome.key),
        x: number(x),
        y: number(y),
        width: number(BOX.width),
        height: number(BOX.height),
        middle: number(x + BOX.width / 2.0),
        bases: [0.0, LEADING].iter().take(lines.len()).map(|down| number(y + first + down)).collect(),
        lines,
    }
}

/// Splits a title into at most two lines. The rest is cut off; the list below the map shows the whole title.
fn lines(title: &str) -> Vec<String> {
    let mut lines: Vec<String> = vec![String::new()];
    for word in title.split_whitespace() {
        let last = lines.len() - 1;
        let long = lines[last].chars().count() + word.chars().count() >= LINE;
        if long && !lines[last].is_empty() {
            lines.push(word.to_owned());
        } else {
            if !lines[last].is_empty() {
                lines[last].push(' ');
            }
            lines[last].push_str(word);
        }
    }
    let more = lines.len() > 2;
    lines.truncate(2);
    for (number, line) in lines.iter_mut().enumerate() {
        if line.chars().count() > LINE || (more && number == 1) {
            *line = line.chars().take(LINE - 1).collect::<String>().trim_end().to_owned() + "…";
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn titles_have_at_most_two_lines() {
        assert_eq!(lines("1. The call"), ["1. The call"]);
        assert_eq!(lines("12. Before you close the ticket"), ["12. Before you", "close the ticket"]);
        assert_eq!(lines("3. One two three four five six seven eight nine ten").len(), 2);
        assert_eq!(lines("4. Donaudampfschifffahrtsgesellschaft")[1], "Donaudampfschifffa…");
    }
}
