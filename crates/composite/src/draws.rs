//! Random numbers that are counted, not drawn in turn: each is a function of seed, unit, stream and draw.
//!
//! The generator is Philox4x32 with 10 rounds (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as
//! 1, 2, 3", SC 2011). The key is the seed; the counter holds the unit, the stream and the draw. So a draw does not
//! depend on which other units there are, on their order, or on the thread that asks. Normal numbers come from the
//! inverse of the normal distribution (Wichura, algorithm AS 241, Applied Statistics 37, 1988), exact to 16 digits.

/// A unit's number for drawing, from its id: FNV-1a, 64 bits.
#[must_use]
pub fn unit_key(id: &str) -> u64 {
    id.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The draws of one unit (or of the method, which is a unit of its own) in one stream.
#[derive(Clone, Copy, Debug)]
pub struct Draws {
    key: [u32; 2],
    unit: [u32; 2],
    stream: u32,
}

impl Draws {
    /// The draws for a seed and a unit. Streams part what is drawn for different purposes.
    #[must_use]
    pub fn new(seed: u64, unit: u64, stream: u32) -> Self {
        Self { key: halves(seed), unit: halves(unit), stream }
    }

    /// Two numbers spread evenly over (0, 1), for one draw.
    #[must_use]
    pub fn pair(&self, draw: u32) -> [f64; 2] {
        let [a, b, c, d] = philox([self.unit[0], self.unit[1], draw, self.stream], self.key);
        [even(a, b), even(c, d)]
    }

    /// Four numbers spread evenly over (0, 1), each of 32 bits, for one draw.
    #[must_use]
    pub fn four(&self, draw: u32) -> [f64; 4] {
        philox([self.unit[0], self.unit[1], draw, self.stream], self.key).map(even_of)
    }

    /// A number spread evenly over (0, 1).
    #[must_use]
    pub fn even(&self, draw: u32) -> f64 {
        self.pair(draw)[0]
    }

    /// A standard normal number.
    #[must_use]
    pub fn normal(&self, draw: u32) -> f64 {
        normal_at(self.even(draw))
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the two halves")]
fn halves(number: u64) -> [u32; 2] {
    [number as u32, (number >> 32) as u32]
}

#[expect(clippy::cast_precision_loss, reason = "53 bits fit")]
fn even(high: u32, low: u32) -> f64 {
    let bits = ((u64::from(high) << 32) | u64::from(low)) >> 12;
    (bits as f64 + 0.5) / (1_u64 << 52) as f64
}

/// Philox4x32-10.
#[must_use]
pub fn philox(mut counter: [u32; 4], mut key: [u32; 2]) -> [u32; 4] {
    for round in 0..10 {
        if round > 0 {
            key = [key[0].wrapping_add(0x9E37_79B9), key[1].wrapping_add(0xBB67_AE85)];
        }
        let [low_0, high_0] = halves(u64::from(0xD251_1F53_u32) * u64::from(counter[0]));
        let [low_1, high_1] = halves(u64::from(0xCD9E_8D57_u32) * u64::from(counter[2]));
        counter = [high_1 ^ counter[1] ^ key[0], low_1, high_0 ^ counter[3] ^ key[1], low_0];
    }
    counter
}

/// Philox4x32-10 for counters that differ in their first half alone, beside each other: `philox` of each.
pub(crate) fn philox_lanes<const N: usize>(units: &[u64; N], [draw, stream]: [u32; 2], seed: u64) -> [[u32; N]; 4] {
    let [mut key_0, mut key_1] = halves(seed);
    let mut counter = [[0; N], [0; N], [draw; N], [stream; N]];
    let [first, second, ..] = &mut counter;
    for ((low, high), unit) in first.iter_mut().zip(second).zip(units) {
        [*low, *high] = halves(*unit);
    }
    for round in 0..10 {
        if round > 0 {
            (key_0, key_1) = (key_0.wrapping_add(0x9E37_79B9), key_1.wrapping_add(0xBB67_AE85));
        }
        let [first, second, third, fourth] = &mut counter;
        for (((a, b), c), d) in first.iter_mut().zip(second).zip(third).zip(fourth) {
            let [low_0, high_0] = halves(u64::from(0xD251_1F53_u32) * u64::from(*a));
            let [low_1, high_1] = halves(u64::from(0xCD9E_8D57_u32) * u64::from(*c));
            (*a, *b, *c, *d) = (high_1 ^ *b ^ key_0, low_1, high_0 ^ *d ^ key_1, low_0);
        }
    }
    counter
}

/// A number spread evenly over (0, 1) from 32 bits, for each.
pub(crate) fn evens_of<const N: usize>(bits: &[u32; N]) -> [f64; N] {
    let mut evens = [0.0; N];
    for (even, bits) in evens.iter_mut().zip(bits) {
        *even = even_of(*bits);
    }
    evens
}

/// A number spread evenly over (0, 1) from 32 bits.
fn even_of(bits: u32) -> f64 {
    (f64::from(bits) + 0.5) / 4_294_967_296.0
}

/// A standard normal number for each unit in one draw: [`Draws::normal`] of each.
pub(crate) fn normals<const N: usize>(units: &[u64; N], of: [u32; 2], seed: u64) -> [f64; N] {
    let [first, second, ..] = philox_lanes(units, of, seed);
    let mut evens = [0.0; N];
    for ((p, high), low) in evens.iter_mut().zip(first).zip(second) {
        *p = even(high, low);
    }
    normals_at(&evens)
}

/// [`normal_at`] of each: of all as if they stood in the middle, which needs no branch, and then of the few in the tails.
pub(crate) fn normals_at<const N: usize>(evens: &[f64; N]) -> [f64; N] {
    let mut normals = [0.0; N];
    for (normal, p) in normals.iter_mut().zip(evens) {
        *normal = in_the_middle(p - 0.5);
    }
    let (mut tails, mut count) = ([0; N], 0);
    for (at, p) in evens.iter().enumerate() {
        if let Some(next) = tails.get_mut(count) {
            *next = at;
        }
        count += usize::from((p - 0.5).abs() > MIDDLE_ENDS);
    }
    for at in tails.iter().take(count) {
        if let (Some(normal), Some(p)) = (normals.get_mut(*at), evens.get(*at)) {
            *normal = in_a_tail(*p);
        }
    }
    normals
}

/// The value below which a standard normal number lies with probability `p` (AS 241, PPND16).
#[must_use]
pub fn normal_at(p: f64) -> f64 {
    let q = p - 0.5;
    if q.abs() <= MIDDLE_ENDS { in_the_middle(q) } else { in_a_tail(p) }
}

/// How far from a half the middle ends.
const MIDDLE_ENDS: f64 = 0.425;

#[inline(always)]
fn in_the_middle(q: f64) -> f64 {
    q * ratio(&CENTRE, 0.180_625 - q * q)
}

fn in_a_tail(p: f64) -> f64 {
    let q = p - 0.5;
    let tail = if q < 0.0 { p } else { 1.0 - p };
    let r = (-libm::log(tail)).sqrt();
    let size = if r <= 5.0 { ratio(&MIDDLE, r - 1.6) } else { ratio(&TAIL, r - 5.0) };
    if q < 0.0 { -size } else { size }
}

/// A rational function: numerator and denominator from the highest power down.
#[inline(always)]
fn ratio((above, below): &Ratio, r: f64) -> f64 {
    let horner = |[first, rest @ ..]: &[f64; 8]| rest.iter().fold(*first, |sum, c| sum * r + c);
    horner(above) / horner(below)
}

type Ratio = ([f64; 8], [f64; 8]);

const CENTRE: Ratio = (
    [
        2_509.080_928_730_122_7,
        33_430.575_583_588_13,
        67_265.770_927_008_7,
        45_921.953_931_549_87,
        13_731.693_765_509_46,
        1_971.590_950_306_551_3,
        133.141_667_891_784_38,
        3.387_132_872_796_366_5,
    ],
    [
        5_226.495_278_852_545,
        28_729.085_735_721_943,
        39_307.895_800_092_71,
        21_213.794_301_586_597,
        5_394.196_021_424_751,
        687.187_007_492_057_9,
        42.313_330_701_600_91,
        1.0,
    ],
);
const MIDDLE: Ratio = (
    [
        7.745_450_142_783_414e-4,
        0.022_723_844_989_269_184,
        0.241_780_725_177_450_6,
        1.270_458_252_452_368_4,
        3.647_848_324_763_204_5,
        5.769_497_221_460_691,
        4.630_337_846_156_546,
        1.423_437_110_749_683_5,
    ],
    [
        1.050_750_071_644_416_9e-9,
        5.475_938_084_995_345e-4,
        0.015_198_666_563_616_457,
        0.148_103_976_427_480_08,
        0.689_767_334_985_1,
        1.676_384_830_183_803_8,
        2.053_191_626_637_759,
        1.0,
    ],
);
const TAIL: Ratio = (
    [
        2.010_334_399_292_288_1e-7,
        2.711_555_568_743_487_6e-5,
        0.001_242_660_947_388_078_4,
        0.026_532_189_526_576_124,
        0.296_560_571_828_504_87,
        1.784_826_539_917_291_3,
        5.463_784_911_164_114,
        6.657_904_643_501_103,
    ],
    [
        2.044_263_103_389_939_8e-15,
        1.421_511_758_316_446e-7,
        1.846_318_317_510_054_7e-5,
        7.868_691_311_456_133e-4,
        0.014_875_361_290_850_615,
        0.136_929_880_922_735_8,
        0.599_832_206_555_888,
        1.0,
    ],
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn philox_gives_the_published_numbers() {
        // Known answers of the authors' library Random123, file kat_vectors, philox4x32 10.
        assert_eq!(philox([0; 4], [0; 2]), [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]);
        assert_eq!(philox([u32::MAX; 4], [u32::MAX; 2]), [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]);
        assert_eq!(
            philox([0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], [0xa409_3822, 0x299f_31d0]),
            [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
        );
    }

    #[test]
    fn the_normal_numbers_are_the_published_ones() {
        // Wichura 1988, table of checks: p = 0.25, 0.001, 1e-20.
        assert!((normal_at(0.25) + 0.674_489_750_196_081_7).abs() < 1e-15);
        assert!((normal_at(0.001) + 3.090_232_306_167_813).abs() < 1e-14);
        assert!((normal_at(1e-20) + 9.262_340_089_798_408).abs() < 1e-14);
        assert_eq!(normal_at(0.5), 0.0);
        assert!((normal_at(0.975) - 1.959_963_984_540_054).abs() < 1e-14);
    }

    #[test]
    fn numbers_beside_each_other_are_those_one_by_one() {
        let units: [u64; 48] = std::array::from_fn(|unit| unit_key(&unit.to_string()));
        let lanes = philox_lanes(&units, [5, 18], 77);
        let mut seen = [0, 0];
        for (place, unit) in units.iter().enumerate() {
            let evens = Draws::new(77, *unit, 18).four(5);
            assert_eq!(normals(&units, [5, 18], 77)[place], Draws::new(77, *unit, 18).normal(5));
            assert_eq!(lanes.map(|bits| even_of(bits[place])), evens);
            let normals = normals_at(&evens);
            for (normal, even) in normals.iter().zip(evens) {
                assert_eq!(normal.to_bits(), normal_at(even).to_bits());
                seen[usize::from((even - 0.5).abs() > MIDDLE_ENDS)] += 1;
            }
        }
        assert!(seen.iter().all(|seen| *seen > 10), "{seen:?}");
        let ends = [even_of(0), even_of(u32::MAX), 0.075, 0.925, 0.5, 1e-300];
        assert_eq!(normals_at(&ends).map(f64::to_bits), ends.map(|p| normal_at(p).to_bits()));
    }

    #[test]
    fn draws_have_the_mean_and_spread_they_should() {
        let draws = Draws::new(7, unit_key("A"), 0);
        let n = 20_000;
        let (mut sum, mut squares) = (0.0, 0.0);
        for draw in 0..n {
            let x = draws.normal(draw);
            sum += x;
            squares += x * x;
        }
        assert!((sum / f64::from(n)).abs() < 0.03, "{}", sum / f64::from(n));
        assert!((squares / f64::from(n) - 1.0).abs() < 0.03);
        assert_ne!(draws.even(1).to_bits(), Draws::new(8, unit_key("A"), 0).even(1).to_bits());
        assert_ne!(draws.even(1).to_bits(), Draws::new(7, unit_key("B"), 0).even(1).to_bits());
    }
}
