//! How few bytes are written for what changes.

use super::*;

/// A window of this size, and what was written to it.
struct Window(u16, u16, Vec<u8>);

impl Window {
    fn new(width: u16, height: u16) -> Self {
        Self(width, height, Vec::new())
    }
}

impl Write for Window {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.2.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Screen for Window {
    fn size(&self) -> io::Result<Size> {
        Ok(Size { width: self.0, height: self.1 })
    }
}

#[test]
fn a_window_of_any_size_takes_bounded_memory() {
    for (window, drawn) in [
        ((80, 24), (80, 24)),
        ((0, 0), (80, 24)),
        ((20_000, 20), (500, 20)),
        ((u16::MAX, u16::MAX), (500, 200)),
    ] {
        let mut backend = AnsiBackend::new(Window::new(window.0, window.1));
        backend.clear().unwrap();
        let size = backend.size().unwrap();
        assert_eq!((size.width, size.height), drawn);
        assert_eq!(backend.shown.len(), cells(size));
    }
}
/// What is written to draw these letters on an empty window of ten columns and three rows.
fn drawn(letters: &[(u16, u16, char, Modifier)]) -> String {
    drawn_by(&mut AnsiBackend::new(Window::new(10, 3)), letters)
}

fn drawn_by(backend: &mut AnsiBackend<Window>, letters: &[(u16, u16, char, Modifier)]) -> String {
    let cells: Vec<(u16, u16, Cell)> = letters
        .iter()
        .map(|(x, y, letter, modifier)| {
            let mut cell = Cell::EMPTY;
            cell.set_char(*letter);
            cell.modifier = *modifier;
            (*x, *y, cell)
        })
        .collect();
    backend.draw(cells.iter().map(|(x, y, cell)| (*x, *y, cell))).unwrap();
    backend.flush().unwrap();
    let written = String::from_utf8(std::mem::take(&mut backend.screen.2)).unwrap();
    let frame = written.strip_prefix("\u{1b}[?2026h").and_then(|rest| rest.strip_suffix("\u{1b}[?2026l"));
    frame.unwrap().replace('\u{1b}', "E")
}

#[test]
fn short_way_to_the_next_cell_is_taken() {
    let (plain, bold, reversed) = (Modifier::empty(), Modifier::BOLD, Modifier::REVERSED);
    for (letters, expected) in [
        (vec![(0, 0, 'a', plain), (2, 0, 'b', plain)], "E[1;1Ha b"),
        (vec![(0, 0, 'a', bold), (2, 0, 'b', bold)], "E[1;1HE[1ma bE[m"),
        (vec![(0, 0, 'a', reversed), (2, 0, 'b', reversed)], "E[1;1HE[7maE[CbE[m"),
        (vec![(0, 0, 'a', bold), (1, 0, 'b', reversed)], "E[1;1HE[1maE[0;7mbE[m"),
        (vec![(0, 0, 'a', plain), (5, 0, 'b', plain)], "E[1;1HaE[4Cb"),
        (vec![(0, 0, 'a', bold), (1, 0, ' ', plain), (2, 0, 'b', bold)], "E[1;1HE[1ma bE[m"),
        (vec![(0, 0, 'a', reversed), (1, 0, ' ', plain)], "E[1;1HE[7maE[mE[K"),
        (vec![(0, 0, 'a', bold), (1, 0, ' ', plain), (0, 1, 'b', bold)], "E[1;1HE[1maE[K\r\nbE[m"),
        (vec![(5, 0, 'a', plain), (0, 1, 'b', plain)], "E[1;6Ha\r\nb"),
        (vec![(5, 0, 'a', plain), (1, 1, 'b', plain)], "E[1;6Ha\r\n b"),
        (vec![(5, 0, 'a', bold), (1, 1, 'b', bold)], "E[1;6HE[1ma\r\n bE[m"),
        (vec![(5, 0, 'a', plain), (5, 1, 'b', plain)], "E[1;6HaE[2;6Hb"),
        (vec![(5, 0, 'a', plain), (0, 2, 'b', plain)], "E[1;6Ha\r\n\nb"),
        (vec![(9, 0, 'a', plain), (0, 1, 'b', plain)], "E[1;10HaE[2;1Hb"),
    ] {
        assert_eq!(drawn(&letters), expected, "{letters:?}");
    }
}

#[test]
fn few_letters_in_the_same_style_are_written_again() {
    let (plain, bold) = (Modifier::empty(), Modifier::BOLD);
    let mut backend = AnsiBackend::new(Window::new(10, 3));
    drawn_by(&mut backend, &[(1, 0, 'b', plain), (2, 0, 'c', plain), (3, 0, 'é', bold), (4, 0, '東', plain)]);
    for (letters, expected) in [
        ([(0, 0, 'x', plain), (2, 0, 'y', plain)], "E[1;1Hxby"),
        ([(0, 0, 'y', plain), (3, 0, 'z', bold)], "E[1;1HybyE[1mzE[m"),
        ([(0, 0, 'x', bold), (2, 0, 'y', bold)], "E[1;1HE[1mxE[CyE[m"),
        ([(3, 0, 'x', plain), (6, 0, 'y', plain)], "xE[2Cy"),
    ] {
        assert_eq!(drawn_by(&mut backend, &letters), expected, "{letters:?}");
    }
    backend.forget();
    let unknown = [(0, 0, 'x', plain), (2, 0, 'y', plain)];
    assert_eq!(drawn_by(&mut backend, &unknown), "E[1;1HxE[Cy");
}
