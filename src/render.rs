//! Render.
pub mod theme;
