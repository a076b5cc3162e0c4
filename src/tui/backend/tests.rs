//! How few bytes are written for what changes.

use super::test_window::Window;
use super::*;

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
    let written = backend.take_written();
    let frame = written.strip_prefix("\u{1b}[?2026h").and_then(|rest| rest.strip_suffix("\u{1b}[?2026l"));
    frame.unwrap().replace('\u{1b}', "E")
}

#[test]
fn short_way_to_the_next_cell_is_taken() {
    let (plain, bold, reversed) = (Modifier::empty(), Modifier::BOLD, Modifier::REVERSED);
    for (letters, expected) in [
        (vec![(0, 0, 'a', plain), (2, 0, 'b', plain)], "E[Ha b"),
        (vec![(0, 0, 'a', bold), (2, 0, 'b', bold)], "E[HE[1ma bE[m"),
        (vec![(0, 0, 'a', reversed), (2, 0, 'b', reversed)], "E[HE[7maE[CbE[m"),
        (vec![(0, 0, 'a', bold), (1, 0, 'b', reversed)], "E[HE[1maE[0;7mbE[m"),
        (vec![(0, 0, 'a', plain), (5, 0, 'b', plain)], "E[HaE[4Cb"),
        (vec![(0, 0, 'a', bold), (1, 0, ' ', plain), (2, 0, 'b', bold)], "E[HE[1ma bE[m"),
        (vec![(0, 0, 'a', reversed), (1, 0, ' ', plain)], "E[HE[7maE[m "),
        (vec![(0, 0, 'a', bold), (1, 0, ' ', plain), (0, 1, 'b', bold)], "E[HE[1ma \r\nbE[m"),
        (vec![(5, 0, 'a', plain), (0, 1, 'b', plain)], "E[1;6Ha\r\nb"),
        (vec![(5, 0, 'a', plain), (1, 1, 'b', plain)], "E[1;6Ha\r\n b"),
        (vec![(5, 0, 'a', bold), (1, 1, 'b', bold)], "E[1;6HE[1ma\r\n bE[m"),
        (vec![(5, 0, 'a', plain), (5, 1, 'b', plain)], "E[1;6Ha\n\x08b"),
        (vec![(5, 0, 'a', plain), (0, 2, 'b', plain)], "E[1;6Ha\r\n\nb"),
        (vec![(9, 0, 'a', plain), (0, 1, 'b', plain)], "E[1;10HaE[2Hb"),
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
        ([(0, 0, 'x', plain), (2, 0, 'y', plain)], "\rxby"),
        ([(0, 0, 'y', plain), (3, 0, 'z', bold)], "\rybyE[1mzE[m"),
        ([(0, 0, 'x', bold), (2, 0, 'y', bold)], "\rE[1mxE[CyE[m"),
        ([(3, 0, 'x', plain), (6, 0, 'y', plain)], "xE[2Cy"),
    ] {
        assert_eq!(drawn_by(&mut backend, &letters), expected, "{letters:?}");
    }
    backend.forget();
    let unknown = [(0, 0, 'x', plain), (2, 0, 'y', plain)];
    assert_eq!(drawn_by(&mut backend, &unknown), "E[HxE[Cy");
}

/// What is written to draw other letters of the only row on a window of ten columns, from
/// the first letter on; a space is blank, and a dot stays as it is.
fn drawn_over(before: &str, after: &str) -> String {
    let letters = |row: &str| -> Vec<(u16, u16, char, Modifier)> {
        let changed = row.chars().zip(0..).filter(|(letter, _)| *letter != '.');
        changed.map(|(letter, x)| (x, 0, letter, Modifier::empty())).collect()
    };
    let mut backend = AnsiBackend::new(Window::new(10, 1));
    drawn_by(&mut backend, &letters(before));
    let written = drawn_by(&mut backend, &letters(after));
    written.trim_start_matches("E[H").trim_start_matches('\r').to_owned()
}

#[test]
fn rest_of_a_row_is_erased_where_that_is_shorter_and_takes_nothing_away() {
    for (before, after, expected) in [
        ("abcdefghij", "a         ", "aE[K"),
        ("abcdefghij", "          ", "E[K"),
        ("abcdefghij", "        x ", "E[KE[8Cx"),
        ("abcdefghij", "         .", "         "),
        ("abcdefghij", "       x y", "       x y"),
        ("abcdefghij", "x y z     ", "x y zE[K"),
        ("abc       ", "x  .......", "x  "),
        ("a    fgh  ", "b....   ..", "bE[K"),
        ("ab def    ", " ..   ....", " b E[K"),
        ("ab   fgh  ", "b....   ..", "bE[4CE[K"),
    ] {
        assert_eq!(drawn_over(before, after), expected, "{before} {after}");
    }
}
