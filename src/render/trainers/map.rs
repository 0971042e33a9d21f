//! The map of a story: scenes in rows from the start downwards, with lines between them.
//!
//! Layered graph drawing after Sugiyama, Tagawa and Toda: a scene's row is the length of the longest path to it, rows
//! are ordered by the barycentre of their neighbours, and an edge that spans several rows gets a dummy node in each. In
//! this module, a way is an edge of the graph. Uses no text except titles.

use std::collections::{BTreeMap, BTreeSet};

use super::super::svg::number;
use crate::explore::graph::Graph;
use crate::parse::scenario::Mark;

/// Size of a scene's box; below, the distances between boxes and between rows. All in SVG units.
pub const BOX: (f64, f64) = (156.0, 48.0);
const BETWEEN: f64 = 24.0;
const ROW: f64 = 98.0;

/// Width reserved for a line that crosses a row.
const PASSING: f64 = 20.0;

/// Margin around the map.
const EDGE: f64 = 12.0;

/// Distance between the ends of two lines that join the same boxes.
const APART: f64 = 14.0;

/// Number of sweeps over the rows, alternately down and up.
const SWEEPS: usize = 12;

/// A map and its size.
#[derive(Clone, Debug, Default)]
pub struct Map {
    /// The top left corner of each scene's box; `None` for unreachable scenes.
    pub boxes: Vec<Option<(f64, f64)>>,
    /// The lines between boxes.
    pub lines: Vec<Line>,
    /// Width of the map.
    pub width: f64,
    /// Height of the map.
    pub height: f64,
}

/// A line from one scene to another.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The scene at which it starts.
    pub from: usize,
    /// The scene at which it ends.
    pub to: usize,
    /// The mark of the choice; `None` for routes and for scenes with a single way on.
    pub mark: Option<Mark>,
    /// The points on it, from the lower edge of one box to the upper edge of the other.
    pub points: Vec<(f64, f64)>,
}

/// A node of the layout: a scene, or the point where a line crosses a row.
#[derive(Clone, Debug)]
struct Place {
    row: usize,
    width: f64,
    above: Vec<usize>,
    below: Vec<usize>,
    x: f64,
}

/// The edges: one per pair of scenes and mark.
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
        let mut known = BTreeSet::new();
        let edges = node.choices.iter().chain(&node.routes).filter(|edge| known.insert((edge.to, edge.mark)));
        ways.extend(edges.map(|edge| (from, edge.to, edge.mark)));
    }
    ways
}

/// The row of each scene: the length of the longest path from the start, ignoring back edges. `None` for unreachable
/// scenes.
fn rows(scenes: usize, ways: &Ways) -> Vec<Option<usize>> {
    let mut rows = vec![None; scenes];
    let Some(start) = rows.first_mut() else { return rows };
    *start = Some(0);
    let mut out: Vec<Vec<usize>> = vec![Vec::new(); scenes];
    for (number, way) in ways.iter().enumerate() {
        out[way.0].push(number);
    }
    let (back, done) = back(&out, ways);
    // In reverse post-order, a scene comes after all that lead to it, so its row is final when it is used.
    for &scene in done.iter().rev() {
        for &way in out[scene].iter().filter(|way| !back[**way]) {
            let to = ways[way].1;
            rows[to] = rows[to].max(rows[scene].map(|row: usize| row + 1));
        }
    }
    rows
}

/// Depth-first search from the start. Returns a flag for each back edge, and the reachable scenes in post-order. `out`
/// lists the edges that leave each scene.
fn back(out: &[Vec<usize>], ways: &Ways) -> (Vec<bool>, Vec<usize>) {
    let (mut open, mut known) = (vec![false; out.len()], vec![false; out.len()]);
    let mut back = vec![false; ways.len()];
    let mut done = Vec::new();
    let mut path = vec![(0, 0)];
    while let Some((scene, next)) = path.pop() {
        (open[scene], known[scene]) = (true, true);
        let Some(&way) = out[scene].get(next) else {
            open[scene] = false;
            done.push(scene);
            continue;
        };
        path.push((scene, next + 1));
        let to = ways[way].1;
        back[way] = open[to];
        if !known[to] {
            path.push((to, 0));
        }
    }
    (back, done)
}

struct Layout {
    places: Vec<Place>,
    /// The nodes of each row, from left to right.
    rows: Vec<Vec<usize>>,
    /// The nodes on each edge, its ends included.
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
        // Edges between the same two scenes share their nodes.
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

    /// Adds a node in each row that an edge crosses, and connects the nodes on it.
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

    /// Orders each row by the barycentre of its neighbours, in downward and upward sweeps, and keeps the order with the
    /// fewest crossings.
    fn order(&mut self) {
        let mut best = (self.crossings(), self.rows.clone());
        for sweep in 0..SWEEPS {
            let downwards = sweep % 2 == 0;
            let rows: Vec<usize> =
                if downwards { (0..self.rows.len()).collect() } else { (0..self.rows.len()).rev().collect() };
            let mut at = self.positions();
            for row in rows {
                let middle = |place: usize| self.middle(place, downwards, |other| at[other]).unwrap_or(at[place]);
                let mut order: Vec<(f64, usize)> = self.rows[row].iter().map(|&place| (middle(place), place)).collect();
                order.sort_by(|a, b| a.0.total_cmp(&b.0));
                self.rows[row] = order.into_iter().map(|(_, place)| place).collect();
                number_row(&self.rows[row], &mut at);
            }
            let crossings = self.crossings();
            if crossings < best.0 {
                best = (crossings, self.rows.clone());
            }
        }
        self.rows = best.1;
    }

    /// The barycentre of a node's neighbours in the row above or below, if it has any.
    fn middle(&self, place: usize, downwards: bool, at: impl Fn(usize) -> f64) -> Option<f64> {
        let place = &self.places[place];
        let near = if downwards { &place.above } else { &place.below };
        let sum: f64 = near.iter().map(|&other| at(other)).sum();
        #[expect(clippy::cast_precision_loss, reason = "a scene has few neighbours")]
        let count = near.len() as f64;
        (!near.is_empty()).then(|| sum / count)
    }

    fn positions(&self) -> Vec<f64> {
        let mut at = vec![0.0; self.places.len()];
        for row in &self.rows {
            number_row(row, &mut at);
        }
        at
    }

    fn crossings(&self) -> usize {
        let at = self.positions();
        let crossings = |row: &Vec<usize>| {
            // Edges sorted by their upper end, then by their lower end: two of them cross if the later one ends further
            // left.
            let mut ends = Vec::new();
            for &place in row {
                let from = ends.len();
                ends.extend(self.places[place].below.iter().map(|&below| at[below]));
                ends[from..].sort_by(f64::total_cmp);
            }
            inversions(&mut ends)
        };
        self.rows.iter().map(crossings).sum()
    }

    /// Gives each node its x coordinate: as close to the barycentre of its neighbours as the order allows.
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

    /// Moves the nodes of a row towards their barycentres, keeping their order and distances.
    fn settle(&mut self, row: usize, downwards: bool) {
        let row = self.rows[row].clone();
        let at = |place: usize| self.places[place].x;
        let wanted: Vec<f64> =
            row.iter().map(|&place| self.middle(place, downwards, at).unwrap_or(at(place))).collect();
        let gap = |a: usize, b: usize| f64::midpoint(self.places[a].width, self.places[b].width) + BETWEEN;
        let mut right: Vec<f64> = wanted.clone();
        for n in 1..row.len() {
            right[n] = right[n].max(right[n - 1] + gap(row[n - 1], row[n]));
        }
        let mut left = wanted;
        for n in (0..row.len().saturating_sub(1)).rev() {
            left[n] = left[n].min(left[n + 1] - gap(row[n], row[n + 1]));
        }
        // Both solutions keep the distances, and therefore so does their mean.
        for (n, &place) in row.iter().enumerate() {
            self.places[place].x = f64::midpoint(left[n], right[n]);
        }
    }

    fn map(&self, ways: &Ways, scenes: usize) -> Map {
        #[expect(clippy::cast_precision_loss, reason = "a story has few rows")]
        let top = |row: usize| EDGE + row as f64 * ROW;
        let mut placed = vec![false; scenes];
        for &scene in self.rows.iter().flatten().filter(|place| **place < scenes) {
            placed[scene] = true;
        }
        let mut beside: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
        for (number, &(from, to, _)) in ways.iter().enumerate() {
            beside.entry((from, to)).or_default().push(number);
        }
        let corner = |scene: usize| (self.places[scene].x - BOX.0 / 2.0, top(self.places[scene].row));
        let right = self.rows.iter().flatten().map(|&place| self.places[place].x + self.places[place].width / 2.0);
        let mut lines = Vec::new();
        for (number, &(from, to, mark)) in ways.iter().enumerate().filter(|(_, way)| placed[way.0] && placed[way.1]) {
            let beside = &beside[&(from, to)];
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

/// Stores the position of each node in its row.
fn number_row(row: &[usize], at: &mut [f64]) {
    let mut next = 0.0;
    for &place in row {
        at[place] = next;
        next += 1.0;
    }
}

/// Counts the pairs in the wrong order, by merge sort. Sorts the values.
fn inversions(values: &mut [f64]) -> usize {
    if values.len() < 2 {
        return 0;
    }
    let (left, right) = values.split_at_mut(values.len() / 2);
    let mut count = inversions(left) + inversions(right);
    let mut sorted = Vec::with_capacity(left.len() + right.len());
    let mut rest = &*left;
    for &value in &*right {
        let smaller = rest.partition_point(|other| *other <= value);
        sorted.extend_from_slice(&rest[..smaller]);
        rest = &rest[smaller..];
        count += rest.len();
        sorted.push(value);
    }
    sorted.extend_from_slice(rest);
    values.copy_from_slice(&sorted);
    count
}

/// A line as the data of an SVG path: straight where it crosses a row, curved between rows. A line that leads up or to
/// the same row curves out to the side.
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
    fn back_edges_do_not_change_rows() {
        let ways: Ways = vec![(0, 1, None), (1, 2, None), (2, 0, None), (0, 2, None), (2, 3, None)];
        assert_eq!(rows(5, &ways), [Some(0), Some(1), Some(2), Some(3), None]);
    }

    #[test]
    fn a_row_is_the_longest_path_whatever_the_order_of_scenes() {
        let ways: Ways = vec![(0, 3, None), (0, 1, None), (1, 2, None), (3, 1, None), (2, 3, None), (2, 4, None)];
        assert_eq!(rows(5, &ways), [Some(0), Some(2), Some(3), Some(1), Some(4)]);
    }

    #[test]
    fn crossings_are_counted_as_inversions() {
        assert_eq!(inversions(&mut []), 0);
        assert_eq!(inversions(&mut [0.0, 1.0, 1.0, 2.0]), 0);
        assert_eq!(inversions(&mut [2.0, 2.0, 1.0, 0.0]), 5);
        let mut many: Vec<f64> = (0..97).map(|n| f64::from((n * 37) % 41)).collect();
        let pairs = (0..97).flat_map(|a| (a + 1..97).map(move |b| (a, b)));
        let wrong = pairs.filter(|&(a, b)| many[a] > many[b]).count();
        assert_eq!(inversions(&mut many), wrong);
        assert!(many.is_sorted());
    }

    #[test]
    fn boxes_in_a_row_do_not_touch() {
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
