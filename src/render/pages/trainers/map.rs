//! The map of a story: scenes in rows from the start downwards, with lines between them.
//!
//! Layered graph drawing after Sugiyama, Tagawa and Toda: a scene's row is the length of the longest path to it, rows
//! are ordered by the barycentre of their neighbours, and an edge that spans several rows gets a dummy node in each.
//! Uses no text except titles.

use std::collections::{BTreeMap, BTreeSet};

use crate::explore::graph::Graph;
use crate::parse::scenario::Mark;
use crate::render::pages::svg::number;

/// A width and a height in SVG units.
#[derive(Clone, Copy, Debug)]
pub(super) struct Size {
    pub width: f64,
    pub height: f64,
}

/// A point in SVG units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Point {
    pub x: f64,
    pub y: f64,
}

/// Size of a scene's box; below, the distances between boxes and between rows. All in SVG units.
pub(super) const BOX: Size = Size { width: 156.0, height: 48.0 };
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
pub(super) struct Map {
    /// The top left corner of each scene's box; `None` for unreachable scenes.
    pub boxes: Vec<Option<Point>>,
    /// The lines between boxes.
    pub lines: Vec<Line>,
    /// Width of the map.
    pub width: f64,
    /// Height of the map.
    pub height: f64,
}

/// A line from one scene to another.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line {
    /// The scene at which it starts.
    pub from: usize,
    /// The scene at which it ends.
    pub to: usize,
    /// The mark of the choice; `None` for routes and for scenes with a single way on.
    pub mark: Option<Mark>,
    /// The points on it, from the lower edge of one box to the upper edge of the other.
    pub points: Vec<Point>,
}

/// A node of the layout: a scene, or the point where a line crosses a row.
#[derive(Clone, Debug)]
struct Node {
    row: usize,
    width: f64,
    above: Vec<usize>,
    below: Vec<usize>,
    x: f64,
}

/// The choices and routes from one scene to another that have the same mark.
#[derive(Clone, Copy, Debug)]
struct Edge {
    from: usize,
    to: usize,
    mark: Option<Mark>,
}

/// The result of a depth-first search.
struct Search {
    /// For each edge, true if it leads back to a scene on the path to it.
    is_back: Vec<bool>,
    /// The reachable scenes in post-order.
    finished: Vec<usize>,
}

/// Draws the map of a story.
pub(super) fn draw(graph: &Graph) -> Map {
    let edges = edges(graph);
    let rows = rows(graph.nodes.len(), &edges);
    let mut layout = Layout::new(&rows, &edges);
    layout.order();
    layout.spread();
    layout.map(&edges)
}

fn edges(graph: &Graph) -> Vec<Edge> {
    let mut edges = Vec::new();
    for (from, node) in graph.nodes.iter().enumerate() {
        let mut known = BTreeSet::new();
        let distinct = node.choices.iter().chain(&node.routes).filter(|edge| known.insert((edge.to, edge.mark)));
        edges.extend(distinct.map(|edge| Edge { from, to: edge.to, mark: edge.mark }));
    }
    edges
}

/// The row of each scene: the length of the longest path from the start, ignoring back edges. `None` for unreachable
/// scenes.
fn rows(scenes: usize, edges: &[Edge]) -> Vec<Option<usize>> {
    let mut rows = vec![None; scenes];
    let Some(start) = rows.first_mut() else { return rows };
    *start = Some(0);
    let mut out: Vec<Vec<usize>> = vec![Vec::new(); scenes];
    for (number, edge) in edges.iter().enumerate() {
        out[edge.from].push(number);
    }
    let Search { is_back, finished } = search(&out, edges);
    // In reverse post-order, a scene comes after all that lead to it, so its row is final when it is used.
    for &scene in finished.iter().rev() {
        for &edge in out[scene].iter().filter(|edge| !is_back[**edge]) {
            let to = edges[edge].to;
            rows[to] = rows[to].max(rows[scene].map(|row: usize| row + 1));
        }
    }
    rows
}

/// Depth-first search from the start. `out` lists the edges that leave each scene.
fn search(out: &[Vec<usize>], edges: &[Edge]) -> Search {
    let (mut open, mut known) = (vec![false; out.len()], vec![false; out.len()]);
    let mut is_back = vec![false; edges.len()];
    let mut finished = Vec::new();
    let mut path = vec![(0, 0)];
    while let Some((scene, next)) = path.pop() {
        (open[scene], known[scene]) = (true, true);
        let Some(&edge) = out[scene].get(next) else {
            open[scene] = false;
            finished.push(scene);
            continue;
        };
        path.push((scene, next + 1));
        let to = edges[edge].to;
        is_back[edge] = open[to];
        if !known[to] {
            path.push((to, 0));
        }
    }
    Search { is_back, finished }
}

struct Layout {
    /// The scenes, then the points where lines cross rows.
    nodes: Vec<Node>,
    /// The nodes of each row, from left to right.
    rows: Vec<Vec<usize>>,
    /// The nodes on each edge, its ends included.
    passes: Vec<Vec<usize>>,
    scenes: usize,
}

impl Layout {
    fn new(of: &[Option<usize>], edges: &[Edge]) -> Self {
        let height = of.iter().flatten().max().map_or(0, |row| row + 1);
        let node = |row: &Option<usize>| Node {
            row: row.unwrap_or(0),
            width: BOX.width,
            above: Vec::new(),
            below: Vec::new(),
            x: 0.0,
        };
        let mut layout = Self {
            nodes: of.iter().map(node).collect(),
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
        for &Edge { from, to, .. } in edges {
            let passed = known.entry((from, to)).or_insert_with(|| match (of[from], of[to]) {
                (Some(upper), Some(lower)) if upper < lower => layout.lead(from, to),
                _ => vec![from, to],
            });
            layout.passes.push(passed.clone());
        }
        layout
    }

    /// Adds a node in each row that an edge crosses, and connects the nodes on it.
    fn lead(&mut self, from: usize, to: usize) -> Vec<usize> {
        let mut passed = vec![from];
        for row in self.nodes[from].row + 1..self.nodes[to].row {
            let node = Node { row, width: PASSING, above: Vec::new(), below: Vec::new(), x: 0.0 };
            self.rows[row].push(self.nodes.len());
            passed.push(self.nodes.len());
            self.nodes.push(node);
        }
        passed.push(to);
        for pair in passed.windows(2) {
            self.nodes[pair[0]].below.push(pair[1]);
            self.nodes[pair[1]].above.push(pair[0]);
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
                let middle = |node: usize| self.middle(node, downwards, |other| at[other]).unwrap_or(at[node]);
                let mut order: Vec<(f64, usize)> = self.rows[row].iter().map(|&node| (middle(node), node)).collect();
                order.sort_by(|a, b| a.0.total_cmp(&b.0));
                self.rows[row] = order.into_iter().map(|(_, node)| node).collect();
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
    fn middle(&self, node: usize, downwards: bool, at: impl Fn(usize) -> f64) -> Option<f64> {
        let node = &self.nodes[node];
        let near = if downwards { &node.above } else { &node.below };
        let sum: f64 = near.iter().map(|&other| at(other)).sum();
        #[expect(clippy::cast_precision_loss, reason = "a scene has few neighbours")]
        let count = near.len() as f64;
        (!near.is_empty()).then(|| sum / count)
    }

    fn positions(&self) -> Vec<f64> {
        let mut at = vec![0.0; self.nodes.len()];
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
            for &node in row {
                let from = ends.len();
                ends.extend(self.nodes[node].below.iter().map(|&below| at[below]));
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
            for &node in row {
                let half = self.nodes[node].width / 2.0;
                self.nodes[node].x = x + half;
                x += self.nodes[node].width + BETWEEN;
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
        let left = |node: &Node| node.x - node.width / 2.0;
        let least = self.rows.iter().flatten().map(|&node| left(&self.nodes[node])).fold(f64::MAX, f64::min);
        for node in &mut self.nodes {
            node.x += EDGE - least;
        }
    }

    /// Moves the nodes of a row towards their barycentres, keeping their order and distances.
    fn settle(&mut self, row: usize, downwards: bool) {
        let row = self.rows[row].clone();
        let at = |node: usize| self.nodes[node].x;
        let wanted: Vec<f64> = row.iter().map(|&node| self.middle(node, downwards, at).unwrap_or(at(node))).collect();
        let gap = |a: usize, b: usize| f64::midpoint(self.nodes[a].width, self.nodes[b].width) + BETWEEN;
        let mut right: Vec<f64> = wanted.clone();
        for n in 1..row.len() {
            right[n] = right[n].max(right[n - 1] + gap(row[n - 1], row[n]));
        }
        let mut left = wanted;
        for n in (0..row.len().saturating_sub(1)).rev() {
            left[n] = left[n].min(left[n + 1] - gap(row[n], row[n + 1]));
        }
        // Both solutions keep the distances, and therefore so does their mean.
        for (n, &node) in row.iter().enumerate() {
            self.nodes[node].x = f64::midpoint(left[n], right[n]);
        }
    }

    fn map(&self, edges: &[Edge]) -> Map {
        #[expect(clippy::cast_precision_loss, reason = "a story has few rows")]
        let top = |row: usize| EDGE + row as f64 * ROW;
        let mut placed = vec![false; self.scenes];
        for &scene in self.rows.iter().flatten().filter(|node| **node < self.scenes) {
            placed[scene] = true;
        }
        let mut beside: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
        for (number, edge) in edges.iter().enumerate() {
            beside.entry((edge.from, edge.to)).or_default().push(number);
        }
        let corner = |scene: usize| Point { x: self.nodes[scene].x - BOX.width / 2.0, y: top(self.nodes[scene].row) };
        let right = self.rows.iter().flatten().map(|&node| self.nodes[node].x + self.nodes[node].width / 2.0);
        let mut lines = Vec::new();
        let drawn = edges.iter().enumerate().filter(|(_, edge)| placed[edge.from] && placed[edge.to]);
        for (number, &Edge { from, to, mark }) in drawn {
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
            height: top(self.rows.len().saturating_sub(1)) + BOX.height + EDGE,
        }
    }

    fn points(&self, passed: &[usize], shift: f64, top: impl Fn(usize) -> f64) -> Vec<Point> {
        let last = passed.len() - 1;
        let mut points = Vec::new();
        for (n, &node) in passed.iter().enumerate() {
            let Node { x, row, .. } = self.nodes[node];
            if n > 0 {
                points.push(Point { x: x + shift, y: top(row) });
            }
            if n < last {
                points.push(Point { x: x + shift, y: top(row) + BOX.height });
            }
        }
        points
    }
}

/// Stores the position of each node in its row.
fn number_row(row: &[usize], at: &mut [f64]) {
    let mut next = 0.0;
    for &node in row {
        at[node] = next;
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
pub(super) fn path(points: &[Point]) -> String {
    let Some(&Point { x, y }) = points.first() else { return String::new() };
    let mut path = format!("M{} {}", number(x), number(y));
    for pair in points.windows(2) {
        let (Point { x: x0, y: y0 }, Point { x: x1, y: y1 }) = (pair[0], pair[1]);
        if y1 < y0 {
            let side = x0.max(x1) + BOX.width / 2.0 + BETWEEN;
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

    fn edge(ends: (usize, usize)) -> Edge {
        Edge { from: ends.0, to: ends.1, mark: None }
    }

    #[test]
    fn back_edges_do_not_change_rows() {
        let edges = [(0, 1), (1, 2), (2, 0), (0, 2), (2, 3)].map(edge);
        assert_eq!(rows(5, &edges), [Some(0), Some(1), Some(2), Some(3), None]);
    }

    #[test]
    fn a_row_is_the_longest_path_whatever_the_order_of_scenes() {
        let edges = [(0, 3), (0, 1), (1, 2), (3, 1), (2, 3), (2, 4)].map(edge);
        assert_eq!(rows(5, &edges), [Some(0), Some(2), Some(3), Some(1), Some(4)]);
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
        let edges: Vec<Edge> = (1..6).map(|to| (0, to)).chain((1..6).map(|from| (from, 6))).map(edge).collect();
        let rows = rows(7, &edges);
        let mut layout = Layout::new(&rows, &edges);
        layout.order();
        layout.spread();
        let map = layout.map(&edges);
        let mut row: Vec<f64> = (1..6).filter_map(|scene| map.boxes[scene]).map(|corner| corner.x).collect();
        row.sort_by(f64::total_cmp);
        assert!(row.windows(2).all(|pair| pair[1] - pair[0] >= BOX.width + BETWEEN - 0.01), "{row:?}");
        assert!(row[0] >= 0.0 && map.width >= row[4] + BOX.width);
    }
}
