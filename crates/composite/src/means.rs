//! Weighted means. Each takes pairs of weight and value, adds them in the order they come, and ignores
//! nothing: what is missing has been left out before.
//!
//! Sources: the four means are the cases p = 1, 0, -1 and any other of the weighted power mean (Hardy, Littlewood
//! and Pólya, *Inequalities*, 1934, chapter 2); the logarithm and the powers are those of the crate `libm`, so that
//! every machine gives the same bits.

/// How the parts of a whole are put together.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub enum Mean {
    /// `sum(w x) / sum(w)`: what is weak in one part can be made up for in another.
    #[default]
    Arithmetic,
    /// `exp(sum(w ln x) / sum(w))`, each `x` lifted to the floor first.
    Geometric {
        /// The smallest value that counts; 1 on a scale of 0 to 100.
        floor: f64,
    },
    /// `sum(w) / sum(w / x)`, each `x` lifted to the floor first.
    Harmonic {
        /// The smallest value that counts.
        floor: f64,
    },
    /// `(sum(w x^p) / sum(w))^(1/p)`, each `x` lifted to the floor first.
    Power {
        /// The exponent `p`, not 0.
        exponent: f64,
        /// The smallest value that counts.
        floor: f64,
    },
}

impl Mean {
    /// The mean of pairs (weight, value); none when the weights add up to nothing or the mean is not defined
    /// (a value that is not above 0 in a geometric mean without a floor).
    #[must_use]
    pub fn of(self, parts: impl Iterator<Item = (f64, f64)>) -> Option<f64> {
        let (mut sum, mut weights) = (0.0, 0.0);
        for (weight, value) in parts.filter(|(weight, _)| *weight > 0.0) {
            sum += weight * self.inward(value);
            weights += weight;
        }
        (weights > 0.0).then(|| self.outward(sum / weights)).filter(|mean| mean.is_finite())
    }

    /// Whether a value is below the floor and was lifted.
    #[must_use]
    pub fn lifts(self, value: f64) -> bool {
        match self {
            Self::Arithmetic => false,
            Self::Geometric { floor } | Self::Harmonic { floor } | Self::Power { floor, .. } => value < floor,
        }
    }

    fn inward(self, value: f64) -> f64 {
        match self {
            Self::Arithmetic => value,
            Self::Geometric { floor } => libm::log(value.max(floor)),
            Self::Harmonic { floor } => 1.0 / value.max(floor),
            Self::Power { exponent, floor } => libm::pow(value.max(floor), exponent),
        }
    }

    fn outward(self, mean: f64) -> f64 {
        match self {
            Self::Arithmetic => mean,
            Self::Geometric { .. } => libm::exp(mean),
            Self::Harmonic { .. } => 1.0 / mean,
            Self::Power { exponent, .. } => libm::pow(mean, 1.0 / exponent),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mean(mean: Mean, values: &[f64]) -> Option<f64> {
        mean.of(values.iter().map(|v| (1.0, *v)))
    }

    #[test]
    fn the_four_means_of_one_and_four() {
        assert_eq!(mean(Mean::Arithmetic, &[1.0, 4.0]), Some(2.5));
        assert!((mean(Mean::Geometric { floor: 0.0 }, &[1.0, 4.0]).unwrap() - 2.0).abs() < 1e-15);
        assert_eq!(mean(Mean::Harmonic { floor: 0.0 }, &[1.0, 4.0]), Some(1.6));
        let quadratic = mean(Mean::Power { exponent: 2.0, floor: 0.0 }, &[1.0, 7.0]);
        assert!((quadratic.unwrap() - 5.0).abs() < 1e-15);
    }

    #[test]
    fn a_general_mean_takes_the_root_and_not_a_division() {
        // Other tools divide by p, or give 1 for everybody, by default (METHODS, defect 6).
        let cubic = mean(Mean::Power { exponent: 3.0, floor: 0.0 }, &[2.0, 2.0]).unwrap();
        assert!((cubic - 2.0).abs() < 1e-15);
    }

    #[test]
    fn weights_of_nothing_give_nothing_and_a_floor_lifts() {
        assert_eq!(Mean::Arithmetic.of([(0.0, 5.0)].into_iter()), None);
        assert_eq!(mean(Mean::Geometric { floor: 1.0 }, &[0.0, 0.0]), Some(1.0));
        assert!(Mean::Geometric { floor: 1.0 }.lifts(0.5) && !Mean::Arithmetic.lifts(0.5));
    }
}
