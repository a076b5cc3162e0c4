//! Reading a partial case, as another program writes what it knows of a request.

use crate::case::Case;
use crate::policy::Editions;

use super::super::Complaints;
use super::super::tree::Table;
use super::{Reader, key, read_and_check};

/// The tables that only this program writes, each with why it is refused and what to do.
const OWN_TABLES: [(&str, &str); 2] = [
    (key::DETERMINATION, "the program works this out itself: take the table out"),
    (
        key::SET_ASIDE,
        "the program sets answers aside itself: take the table out, and give its answers as those of any case",
    ),
];

/// Reads a partial case: any facts, flags and evidence, but at least one of them, and
/// nothing that only this program writes.
///
/// # Errors
/// Every complaint about the text, in line order.
pub fn read_partial(text: &str, editions: &Editions) -> Result<Case, Complaints> {
    read_and_check(text, editions, |reader, root, case| reader.check_partial(root, case))
}

impl Reader<'_> {
    fn check_partial(&mut self, root: &Table<'_>, case: &Case) {
        for (name, problem) in OWN_TABLES {
            if let Some((written, _)) = root.get_key_value(name) {
                self.complain(written.span(), name, problem.to_owned());
            }
        }
        let without_origins = Case { provider: None, ..case.clone() };
        if self.complaints.is_empty() && without_origins == Case::default() {
            let problem = "there is no answer in this case: give at least one, such as member.id";
            self.complain(0..0, "", problem.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use super::*;
    use crate::policy::editions;

    const HEAD: &str = "format = 1\npolicy = 'MM-1463'\n";

    fn complaints(text: &str) -> String {
        read_partial(&format!("{HEAD}{text}"), editions()).unwrap_err().to_string()
    }

    #[test]
    fn partial_case_is_read_as_any_case_is() {
        for text in [
            "member.id = 'TC1'",
            "[left]\npositive_tests = []\n[flags]\n'D.I.A.1' = 'unclear'",
            "[evidence]\n'D.I.A.1' = 'p. 2'",
            "[intake]\nchannel = 'fax'",
        ] {
            let text = format!("{HEAD}{text}\n");
            assert_eq!(read_partial(&text, editions()), read(&text, editions()), "{text}");
            assert!(read(&text, editions()).is_ok(), "{text}");
        }
    }

    #[test]
    fn tables_of_the_program_are_refused_beside_everything_else() {
        let text = "[request]\nreceived = 2026-03-02\nsid = 'left'\n[pain]\nonset = 2026-04-01\n\
                    [determination]\noutcome = 'criteria-met'\n[set_aside.pain]\nonset = 2026-01-01\n";
        let expected = "\
line 5, column 1: request.sid: unknown key: did you mean side?
line 7, column 9: pain.onset: this is after 2026-03-02, the day the request was received: give a day up to then, or correct the day of receipt
line 8, column 2: determination: the program works this out itself: take the table out
line 10, column 2: set_aside: the program sets answers aside itself: take the table out, and give its answers as those of any case";
        assert_eq!(complaints(text), expected);
    }

    #[test]
    fn case_without_an_answer_is_refused() {
        let expected =
            "line 1, column 1: there is no answer in this case: give at least one, such as member.id";
        assert_eq!(complaints(""), expected);
        assert_eq!(complaints("[member]\n[flags]\n"), expected);
        assert_eq!(complaints("[provider]\nresponse = 'r1'\n"), expected);
        assert!(!complaints("[determination]\n").contains("no answer"));
        assert!(!complaints("[member]\nid = 1\n").contains("no answer"));
    }
}
