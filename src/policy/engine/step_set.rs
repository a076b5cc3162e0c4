//! Sets of steps, one bit each: a search tries every set of them.

/// A set of steps, each named by its place among the candidates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct StepSet(u32);

impl StepSet {
    pub(super) const NONE: Self = Self(0);

    /// The first so many steps.
    pub(super) fn first(count: usize) -> Self {
        Self((1 << count) - 1)
    }

    pub(super) fn one(index: usize) -> Self {
        Self(1 << index)
    }

    pub(super) fn has(self, index: usize) -> bool {
        self.contains(Self::one(index))
    }

    /// Whether every step of the other set is in this one.
    pub(super) fn contains(self, other: Self) -> bool {
        other.without(self) == Self::NONE
    }

    #[must_use]
    pub(super) fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    #[must_use]
    pub(super) fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Every set of some of these steps, the smallest first.
    pub(super) fn by_size(self) -> impl Iterator<Item = Self> {
        let sets = move || (0..=self.0).map(Self).filter(move |set| self.contains(*set));
        let of_size = move |size| sets().filter(move |set| set.0.count_ones() == size);
        (0..=self.0.count_ones()).flat_map(of_size)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(steps: &[usize]) -> StepSet {
        steps.iter().fold(StepSet::NONE, |all, step| all.with(StepSet::one(*step)))
    }

    #[test]
    fn set_has_the_steps_it_was_given() {
        assert_eq!(set(&[0, 3, 3]), StepSet(0b1001));
        assert_eq!(StepSet::first(4), set(&[0, 1, 2, 3]));
        assert_eq!(StepSet::first(0), StepSet::NONE);
        assert_eq!([0, 1, 3].map(|step| set(&[0, 3]).has(step)), [true, false, true]);
        assert_eq!(set(&[0, 1, 3]).without(set(&[1, 2])), set(&[0, 3]));
    }

    #[test]
    fn set_contains_the_sets_of_its_steps() {
        assert!(set(&[0, 3]).contains(set(&[3])) && set(&[0, 3]).contains(StepSet::NONE));
        assert!(!set(&[0, 3]).contains(set(&[1, 3])));
    }

    #[test]
    fn small_sets_come_first() {
        let sets: Vec<StepSet> = set(&[0, 2, 3]).by_size().collect();
        let two = [set(&[0, 2]), set(&[0, 3]), set(&[2, 3])];
        let one = [set(&[0]), set(&[2]), set(&[3])];
        assert_eq!(sets, [&[StepSet::NONE][..], &one, &two, &[set(&[0, 2, 3])]].concat());
    }
}
