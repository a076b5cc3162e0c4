//! The list of cases in whole lines: one is chosen by its number or its name.

use std::io::{self, BufRead, Write};

use crate::case::Text;

/// What was chosen from the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Chosen {
    /// A new case.
    New,
    /// The case of this row, counted from 0.
    Case(usize),
    /// Nothing: the list was left.
    Nothing,
}

/// Lists the cases and asks which; each row is a name and how far the case has come.
///
/// # Errors
/// When the input can't be read or the output can't be written.
pub fn choose(rows: &[(String, String)], input: &mut dyn BufRead, out: &mut dyn Write) -> io::Result<Chosen> {
    match rows.len() {
        0 => writeln!(out, "There are no cases yet.")?,
        1 => writeln!(out, "There is 1 case.")?,
        many => writeln!(out, "There are {many} cases.")?,
    }
    for (index, (name, progress)) in rows.iter().enumerate() {
        writeln!(out, "{}. {name}: {progress}", index + 1)?;
    }
    loop {
        writeln!(out, "Type the number or the name of a case, new, or quit.")?;
        out.flush()?;
        let mut line = String::new();
        if input.read_line(&mut line)? == 0 {
            return Ok(Chosen::Nothing);
        }
        match chosen(rows, line.trim()) {
            Some(chosen) => return Ok(chosen),
            None => writeln!(out, "There is no case {}.", Text::new(line.trim()))?,
        }
    }
}

fn chosen(rows: &[(String, String)], typed: &str) -> Option<Chosen> {
    match typed {
        "new" => Some(Chosen::New),
        "quit" | "q" => Some(Chosen::Nothing),
        _ => {
            let by_name = rows.iter().position(|(name, _)| name == typed);
            let by_number = typed.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
            by_name.or(by_number.filter(|row| *row < rows.len())).map(Chosen::Case)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Chosen, choose};

    fn chosen(typed: &str) -> Chosen {
        let rows = [("a".to_owned(), "3 left".to_owned()), ("2".to_owned(), "criteria-met".to_owned())];
        choose(&rows, &mut typed.as_bytes(), &mut Vec::new()).unwrap()
    }

    #[test]
    fn a_case_is_chosen_by_name_before_number() {
        assert_eq!(chosen("a\n"), Chosen::Case(0));
        assert_eq!(chosen("1\n"), Chosen::Case(0));
        assert_eq!(chosen("2\n"), Chosen::Case(1));
        assert_eq!(chosen("7\nnew\n"), Chosen::New);
        assert_eq!(chosen("quit\n"), Chosen::Nothing);
        assert_eq!(chosen(""), Chosen::Nothing);
    }
}
