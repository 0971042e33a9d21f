//! The map of a story: scenes in rows from the start downwards, ways as lines between them.
//!
//! Layered as Sugiyama, Tagawa and Toda do: rows by the longest way from the start, each row ordered by the middle of
//! its neighbours, a long way led through a place of its own in each row that it passes. Knows no prose but titles.

use std::collections::BTreeMap;

use super::super::svg::number;
use crate::explore::graph::Graph;
use crate::parse::scenario::Mark;

/// The size of a scene's box, and the room between boxes and between rows.
pub const BOX: (f64, f64) = (156.0, 48.0);
const BETWEEN: f64 = 24.0;
const ROW: f64 = 98.0;

/// Room that a line takes where it passes a row.
const PASSING: f64 = 20.0;

/// Room around the whole.
const EDGE: f64 = 12.0;

/// How far apart two lines between the same boxes begin.
const APART: f64 = 14.0;

/// How often the rows are put in order, downwards and upwards.
const SWEEPS: usize = 12;

/// A map with its size.
#[derive(Clone, Debug, Default)]
pub struct Map {
    /// The left upper corner of each scene's box; `None` for scenes that no way leads to.
    pub boxes: Vec<Option<(f64, f64)>>,
    /// The ways.
    pub lines: Vec<Line>,
    /// Width of the whole.
    pub width: f64,
    /// Height of the whole.
    pub height: f64,
}

/// A way from a scene to another.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The scene that it leaves.
    pub from: usize,
    /// The scene that it leads to.
    pub to: usize,
    /// The mark of the choice; `None` for routes and lone ways on.
    pub mark: Option<Mark>,
    /// The points that it passes, from the lower edge of one box to the upper edge of the other.
    pub points: Vec<(f64, f64)>,
}

/// A place in a row: a scene, or where a line passes.
#[derive(Clone, Debug)]
struct Place {
    row: usize,
    width: f64,
    above: Vec<usize>,
    below: Vec<usize>,
    x: f64,
}

/// One way for each pair of scenes and mark.
type Ways = Vec<(usize, usize, Option<Mark>)>;

/// Draws the map of a story.
#[must_use]
pub fn draw(graph: &Graph) -> Map {
    let ways = ways(graph);
    let rows = rows(graph.nodes.len(), &ways);
    let mut layout = Layout::new(&rows, &ways);
    layout.order();
    layout.spread();
    layout.map(&ways, rows.len())
}

fn ways(graph: &Graph) -> Ways {
    let mut ways = Ways::new();
    for (from, node) in graph.nodes.iter().enumerate() {
        for edge in node.choices.iter().chain(&node.routes) {
            let way = (from, edge.to, edge.mark);
            if !ways.contains(&way) {
                ways.push(way);
            }
        }
    }
    ways
}

/// The row of each scene: the longest way from the start, ways back left out. `None` for scenes without a way to them.
fn rows(scenes: usize, ways: &Ways) -> Vec<Option<usize>> {
    let back = back(scenes, ways);
    let mut rows = vec![None; scenes];
    let Some(start) = rows.first_mut() else { return rows };
    *start = Some(0);
    // Without ways back, no way is longer than there are scenes.
    for _ in 0..scenes {
        let mut moved = false;
        for (&(from, to, _), _) in ways.iter().zip(&back).filter(|(_, back)| !**back) {
            let below = rows[from].map(|row| row + 1);
            if below > rows[to] {
                rows[to] = below;
                moved = true;
            }
        }
        if !moved {
            break;
        }
    }
    rows
}

/// Which ways lead back to a scene that is still open on the way from the start.
fn back(scenes: usize, ways: &Ways) -> Vec<bool> {
    let mut out: Vec<Vec<usize>> = vec![Vec::new(); scenes];
    for (number, way) in ways.iter().enumerate() {
        out[way.0].push(number);
    }
    let (mut open, mut done) = (vec![false; scenes], vec![false; scenes]);
    let mut back = vec![false; ways.len()];
    let mut path = vec![(0, 0)];
    while let Some((scene, next)) = path.pop() {
        open[scene] = true;
        let Some(&way) = out[scene].get(next) else {
            (open[scene], done[scene]) = (false, true);
            continue;
        };
        path.push((scene, next + 1));
        let to = ways[way].1;
        back[way] = open[to];
        if !open[to] && !done[to] {
            path.push((to, 0));
        }
    }
    back
}

struct Layout {
    places: Vec<Place>,
    /// The places of each row, from the left.
    rows: Vec<Vec<usize>>,
    /// The places that each way passes, its ends included.
    passes: Vec<Vec<usize>>,
    scenes: usize,
}

impl Layout {
    fn new(of: &[Option<usize>], ways: &Ways) -> Self {
        let height = of.iter().flatten().max().map_or(0, |row| row + 1);
        let place = |row: &Option<usize>| Place {
            row: row.unwrap_or(0),
            width: BOX.0,
            above: Vec::new(),
            below: Vec::new(),
            x: 0.0,
        };
        let mut layout = Self {
            places: of.iter().map(place).collect(),
            rows: vec![Vec::new(); height],
            passes: Vec::new(),
            scenes: of.len(),
        };
        for (scene, row) in of.iter().enumerate() {
            if let Some(row) = row {
                layout.rows[*row].push(scene);
            }
        }
        // Lines between the same two scenes pass the same places.
        let mut known: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
        for &(from, to, _) in ways {
            let passed = known.entry((from, to)).or_insert_with(|| match (of[from], of[to]) {
                (Some(upper), Some(lower)) if upper < lower => layout.lead((from, upper), (to, lower)),
                _ => vec![from, to],
            });
            layout.passes.push(passed.clone());
        }
        layout
    }

    /// Leads a line down through the rows between, and joins the places on its way.
    fn lead(&mut self, (from, upper): (usize, usize), (to, lower): (usize, usize)) -> Vec<usize> {
        let mut passed = vec![from];
        for row in upper + 1..lower {
            let place = Place { row, width: PASSING, above: Vec::new(), below: Vec::new(), x: 0.0 };
            self.rows[row].push(self.places.len());
            passed.push(self.places.len());
            self.places.push(place);
        }
        passed.push(to);
        for pair in passed.windows(2) {
            self.places[pair[0]].below.push(pair[1]);
            self.places[pair[1]].above.push(pair[0]);
        }
        passed
    }

    /// Puts each row in the order of the middle of its neighbours, downwards and upwards in turn, and keeps the order
    /// with the fewest crossings.
    fn order(&mut self) {
        let mut best = (self.crossings(), self.rows.clone());
        for sweep in 0..SWEEPS {
            let downwards = sweep % 2 == 0;
            let rows: Vec<usize> =
                if downwards { (0..self.rows.len()).collect() } else { (0..self.rows.len()).rev().collect() };
            let mut at = self.positions();
            for row in rows {
                let middle = |place: &usize| self.middle(*place, downwards, &at).unwrap_or(at[*place]);
                let mut order: Vec<(f64, usize)> = self.rows[row].iter().map(|place| (middle(place), *place)).collect();
                order.sort_by(|a, b| a.0.total_cmp(&b.0));
                self.rows[row] = order.into_iter().map(|(_, place)| place).collect();
                at = self.positions();
            }
            let crossings = self.crossings();
            if crossings < best.0 {
                best = (crossings, self.rows.clone());
            }
        }
        self.rows = best.1;
    }

    /// The middle of a place's neighbours, where it has any.
    fn middle(&self, place: usize, downwards: bool, at: &[f64]) -> Option<f64> {
        let place = &self.places[place];
        let near = if downwards { &place.above } else { &place.below };
        let sum: f64 = near.iter().map(|&other| at[other]).sum();
        #[expect(clippy::cast_precision_loss, reason = "a scene has few neighbours")]
        let count = near.len() as f64;
        (!near.is_empty()).then(|| sum / count)
    }

    fn positions(&self) -> Vec<f64> {
        let mut at = vec![0.0; self.places.len()];
        for row in &self.rows {
            let mut next = 0.0;
            for &place in row {
                at[place] = next;
                next += 1.0;
            }
        }
        at
    }

    fn crossings(&self) -> usize {
        let at = self.positions();
        let crossings = |row: &Vec<usize>| {
            let lines: Vec<(f64, f64)> = row
                .iter()
                .flat_map(|&place| self.places[place].below.iter().map(move |&below| (place, below)))
                .map(|(upper, lower)| (at[upper], at[lower]))
                .collect();
            let cross = |a: &(f64, f64), b: &(f64, f64)| (a.0 < b.0 && a.1 > b.1) || (a.0 > b.0 && a.1 < b.1);
            lines.iter().enumerate().map(|(n, a)| lines[n + 1..].iter().filter(|b| cross(a, b)).count()).sum::<usize>()
        };
        self.rows.iter().map(crossings).sum()
    }

    /// Gives each place its x: as near to the middle of its neighbours as the order allows.
    fn spread(&mut self) {
        for row in &self.rows {
            let mut x = 0.0;
            for &place in row {
                let half = self.places[place].width / 2.0;
                self.places[place].x = x + half;
                x += self.places[place].width + BETWEEN;
            }
        }
        for sweep in 0..SWEEPS {
            let downwards = sweep % 2 == 0;
            let rows: Vec<usize> =
                if downwards { (0..self.rows.len()).collect() } else { (0..self.rows.len()).rev().collect() };
            for row in rows {
                self.settle(row, downwards);
            }
        }
        let left = |place: &Place| place.x - place.width / 2.0;
        let least = self.rows.iter().flatten().map(|&place| left(&self.places[place])).fold(f64::MAX, f64::min);
        for place in &mut self.places {
            place.x += EDGE - least;
        }
    }

    /// Moves the places of a row towards where they want to be, the order and the room between them kept.
    fn settle(&mut self, row: usize, downwards: bool) {
        let at: Vec<f64> = self.places.iter().map(|place| place.x).collect();
        let row = self.rows[row].clone();
        let wanted: Vec<f64> =
            row.iter().map(|&place| self.middle(place, downwards, &at).unwrap_or(at[place])).collect();
        let gap = |a: usize, b: usize| f64::midpoint(self.places[a].width, self.places[b].width) + BETWEEN;
        let mut right: Vec<f64> = wanted.clone();
        for n in 1..row.len() {
            right[n] = right[n].max(right[n - 1] + gap(row[n - 1], row[n]));
        }
        let mut left = wanted;
        for n in (0..row.len().saturating_sub(1)).rev() {
            left[n] = left[n].min(left[n + 1] - gap(row[n], row[n + 1]));
        }
        // Both keep the room; so does their middle.
        for (n, &place) in row.iter().enumerate() {
            self.places[place].x = f64::midpoint(left[n], right[n]);
        }
    }

    fn map(&self, ways: &Ways, scenes: usize) -> Map {
        #[expect(clippy::cast_precision_loss, reason = "a story has few rows")]
        let top = |row: usize| EDGE + row as f64 * ROW;
        let placed: Vec<bool> = (0..scenes).map(|scene| self.rows.iter().any(|row| row.contains(&scene))).collect();
        let corner = |scene: usize| (self.places[scene].x - BOX.0 / 2.0, top(self.places[scene].row));
        let right = self.rows.iter().flatten().map(|&place| self.places[place].x + self.places[place].width / 2.0);
        let mut lines = Vec::new();
        for (number, &(from, to, mark)) in ways.iter().enumerate().filter(|(_, way)| placed[way.0] && placed[way.1]) {
            let beside: Vec<usize> =
                (0..ways.len()).filter(|&other| ways[other].0 == from && ways[other].1 == to).collect();
            let rank = beside.iter().position(|&other| other == number).unwrap_or(0);
            #[expect(clippy::cast_precision_loss, reason = "there are three marks")]
            let shift = (rank as f64 - (beside.len() as f64 - 1.0) / 2.0) * APART;
            lines.push(Line { from, to, mark, points: self.points(&self.passes[number], shift, top) });
        }
        Map {
            boxes: (0..self.scenes).map(|scene| placed[scene].then(|| corner(scene))).collect(),
            lines,
            width: right.fold(0.0, f64::max) + EDGE,
            height: top(self.rows.len().saturating_sub(1)) + BOX.1 + EDGE,
        }
    }

    fn points(&self, passed: &[usize], shift: f64, top: impl Fn(usize) -> f64) -> Vec<(f64, f64)> {
        let last = passed.len() - 1;
        let mut points = Vec::new();
        for (n, &place) in passed.iter().enumerate() {
            let Place { x, row, .. } = self.places[place];
            if n > 0 {
                points.push((x + shift, top(row)));
            }
            if n < last {
                points.push((x + shift, top(row) + BOX.1));
            }
        }
        points
    }
}

/// A line as the path of an SVG: straight where it passes a row, curved between. A way back or to the same row bends
/// out to the side.
#[must_use]
pub fn path(points: &[(f64, f64)]) -> String {
    let Some(&(x, y)) = points.first() else { return String::new() };
    let mut path = format!("M{} {}", number(x), number(y));
    for pair in points.windows(2) {
        let ((x0, y0), (x1, y1)) = (pair[0], pair[1]);
        if y1 < y0 {
            let side = x0.max(x1) + BOX.0 / 2.0 + BETWEEN;
            path.push_str(&format!(
                "C{0} {1} {2} {1} {2} {3}S{4} {5} {4} {6}",
                number(x0),
                number(y0 + ROW / 3.0),
                number(side),
                number(f64::midpoint(y0, y1)),
                number(x1),
                number(y1 - ROW / 3.0),
                number(y1)
            ));
        } else if (x0 - x1).abs() < 0.5 {
            path.push_str(&format!("V{}", number(y1)));
        } else {
            let middle = number(f64::midpoint(y0, y1));
            path.push_str(&format!("C{} {middle} {} {middle} {} {}", number(x0), number(x1), number(x1), number(y1)));
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_back_do_not_move_a_row() {
        let ways: Ways = vec![(0, 1, None), (1, 2, None), (2, 0, None), (0, 2, None), (2, 3, None)];
        assert_eq!(rows(5, &ways), [Some(0), Some(1), Some(2), Some(3), None]);
    }

    #[test]
    fn boxes_of_a_row_do_not_touch() {
        let ways: Ways = (1..6).map(|to| (0, to, None)).chain((1..6).map(|from| (from, 6, None))).collect();
        let rows = rows(7, &ways);
        let mut layout = Layout::new(&rows, &ways);
        layout.order();
        layout.spread();
        let map = layout.map(&ways, 7);
        let mut row: Vec<f64> = (1..6).filter_map(|scene| map.boxes[scene]).map(|corner| corner.0).collect();
        row.sort_by(f64::total_cmp);
        assert!(row.windows(2).all(|pair| pair[1] - pair[0] >= BOX.0 + BETWEEN - 0.01), "{row:?}");
        assert!(row[0] >= 0.0 && map.width >= row[4] + BOX.0);
    }
}
