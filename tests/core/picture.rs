//! Screens of the program as one picture (SVG), in the colours of a dark terminal.

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

/// The size of a cell, in pixels.
const WIDTH: usize = 8;
const HEIGHT: usize = 18;
/// The space around a screen.
const MARGIN: usize = 16;
const BACKGROUND: &str = "#1d2126";
const TEXT: &str = "#d8dee4";

/// The screens below each other.
pub(crate) fn svg(screens: &[Buffer]) -> String {
    let columns = screens.iter().map(|screen| usize::from(screen.area.width)).max().unwrap_or(0);
    let width = columns * WIDTH + 2 * MARGIN;
    let height: usize = screens.iter().map(|screen| screen_height(screen) + MARGIN).sum::<usize>() - MARGIN;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
         height=\"{height}\" font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\" \
         font-size=\"13\">\n<title>The worklist, a question and a determination</title>\n"
    );
    let mut top = 0;
    for screen in screens {
        let height = screen_height(screen);
        out += &format!(
            "<rect y=\"{top}\" width=\"{width}\" height=\"{height}\" rx=\"6\" fill=\"{BACKGROUND}\"/>\n"
        );
        for (row, cells) in screen.content().chunks(usize::from(screen.area.width)).enumerate() {
            let baseline = top + MARGIN + row * HEIGHT + HEIGHT - 5;
            write_row(&mut out, cells, baseline);
        }
        top += height + MARGIN;
    }
    out + "</svg>\n"
}

fn screen_height(screen: &Buffer) -> usize {
    usize::from(screen.area.height) * HEIGHT + 2 * MARGIN
}

/// A row as runs of cells of one style.
fn write_row(out: &mut String, cells: &[Cell], baseline: usize) {
    let mut start = 0;
    while start < cells.len() {
        let length = cells[start..].iter().take_while(|cell| cell.style() == cells[start].style()).count();
        let run = &cells[start..start + length];
        let text: String = run.iter().map(Cell::symbol).collect();
        let blank = text.len() - text.trim_start().len();
        if !text.trim().is_empty() {
            write_run(out, text.trim(), &run[0], start + blank, baseline);
        }
        start += length;
    }
}

fn write_run(out: &mut String, text: &str, cell: &Cell, column: usize, baseline: usize) {
    let fill = match cell.fg {
        Color::Cyan => "#56c2d6",
        Color::Red => "#ff7b72",
        _ => TEXT,
    };
    let (x, length) = (MARGIN + column * WIDTH, text.chars().count() * WIDTH);
    let weight = if cell.modifier.contains(Modifier::BOLD) { " font-weight=\"bold\"" } else { "" };
    let dim = if cell.modifier.contains(Modifier::DIM) { " opacity=\"0.65\"" } else { "" };
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    *out += &format!(
        "<text x=\"{x}\" y=\"{baseline}\" textLength=\"{length}\" fill=\"{fill}\"{weight}{dim} xml:space=\"preserve\">{text}</text>\n"
    );
}
