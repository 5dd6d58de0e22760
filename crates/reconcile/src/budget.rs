//! The bound on the work of one comparison, counted in steps, not in seconds.

/// Steps one comparison may take where work can grow with the square of the input: a
/// tenth of a second or so, and many times what two long guides need.
const STEPS: usize = 40_000_000;

/// What is left of the steps.
pub(crate) struct Budget(usize);

impl Budget {
    /// The steps of one comparison.
    pub fn new() -> Self {
        Self(STEPS)
    }

    /// Takes the steps, or says that they are not to be had; smaller work may go on.
    pub fn spend(&mut self, steps: usize) -> bool {
        let left = self.0.checked_sub(steps);
        self.0 = left.unwrap_or(self.0);
        left.is_some()
    }
}
