//! The reading grade of Flesch and Kincaid: 0.39 × words per sentence + 11.8 ×
//! syllables per word − 15.59. Numbers, dates, codes and items in brackets do not count.

/// The grade of these sentences together.
pub(super) fn grade(sentences: &[&str]) -> f64 {
    let words: Vec<String> = sentences.iter().flat_map(|sentence| words(sentence)).collect();
    let syllables: usize = words.iter().map(|word| syllables(word)).sum();
    let count = |number: usize| f64::from(u32::try_from(number).unwrap());
    let (words, sentences) = (count(words.len()), count(sentences.len()));
    0.39 * words / sentences + 11.8 * count(syllables) / words - 15.59
}

/// The words of a sentence, without what stands in square brackets and without
/// every word that has a digit.
fn words(sentence: &str) -> Vec<String> {
    let outside = sentence.split('[').map(|piece| piece.split_once(']').map_or(piece, |(_, after)| after));
    let pieces = outside.flat_map(str::split_whitespace);
    let lettered = pieces.filter(|word| !word.contains(|c: char| c.is_ascii_digit()));
    let letters = lettered.map(|word| word.chars().filter(|c| c.is_alphabetic()).collect::<String>());
    letters.filter(|word| !word.is_empty()).map(|word| word.to_lowercase()).collect()
}

/// The syllables of a word: its groups of vowels, without silent endings, and with
/// those pairs of vowels that are spoken apart.
fn syllables(word: &str) -> usize {
    let vowel = |letter: char| "aeiouy".contains(letter);
    let letters: Vec<char> = word.chars().collect();
    let starts = |index: usize| vowel(letters[index]) && (index == 0 || !vowel(letters[index - 1]));
    let groups = (0..letters.len()).filter(|index| starts(*index)).count();
    let apart = word.matches("ia").count() + word.matches("io").count() + word.matches("iu").count();
    let together = ["tio", "sio", "cio", "gio", "tia", "cia"].map(|three| word.matches(three).count());
    let together: usize = together.iter().sum();
    (groups + apart).saturating_sub(together + usize::from(ends_silently(word))).max(1)
}

fn ends_silently(word: &str) -> bool {
    let ends = |endings: &[&str]| endings.iter().any(|ending| word.ends_with(ending));
    let before = |ending: &str| word.strip_suffix(ending).and_then(|rest| rest.chars().next_back());
    let consonant = |letter: Option<char>| letter.is_some_and(|letter| !"aeiouy".contains(letter));
    let le = ends(&["le", "les"]) && consonant(before("le").or(before("les")));
    let ed = consonant(before("ed")) && !ends(&["ted", "ded"]);
    let es = consonant(before("es")) && !ends(&["ses", "ces", "xes", "zes", "shes", "ches", "ges"]);
    !le && (consonant(before("e")) || ed || es)
}

#[test]
fn syllables_are_counted_as_spoken() {
    for (count, words) in [
        (1, "the note shows send please pain ablated-out we named helped drugs needed-out joint gives times"),
        (2, "papers record needed treated table tables shingles notice denial-out pages"),
        (3, "injection ablation imaging therapy however period policy radius"),
        (4, "stimulator radiator occupation information"),
        (5, "occupational"),
    ] {
        for word in words.split(' ').filter(|word| !word.ends_with("-out")) {
            assert_eq!(syllables(word), count, "{word}");
        }
    }
}

#[test]
fn numbers_dates_and_items_do_not_count() {
    assert_eq!(words("We need 75 percent by 2026-03-02 [D.I.A.1, D.II]."), ["we", "need", "percent", "by"]);
    let grade = grade(&["The cat sat on the mat."]);
    assert!((grade - (0.39 * 6.0 + 11.8 - 15.59)).abs() < 1e-9, "{grade}");
}
