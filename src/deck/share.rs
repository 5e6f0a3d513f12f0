//! Sharing the lines of an account among its claims.
//!
//! Responsible for one distribution. Must not know seats.

use std::ops::RangeInclusive;

use crate::draw::Stream;

/// Shares lines among claims: the least each, then one by one; a claim with k lines beyond the least draws the
/// next with weight `OWN + PER_LINE * k`. That is the Dirichlet-multinomial: independent negative binomials of
/// size `OWN / PER_LINE`, given their sum. A full claim passes its line on to the next. `balls` is room to work in.
pub fn share_lines<const OWN: u32, const PER_LINE: u32>(
    stream: &mut Stream,
    each: &mut [u16],
    balls: &mut Vec<u16>,
    lines: u16,
    limits: RangeInclusive<u16>,
) {
    let (least, most) = (*limits.start(), *limits.end());
    let claims = each.len() as u16;
    // The roster holds accounts to what the limits allow.
    debug_assert!((claims * least..=claims * most).contains(&lines), "{lines} lines of {claims} claims");
    each.fill(least);
    balls.clear();
    let own = OWN * u32::from(claims);
    for given in 0..u32::from(lines - least * claims) {
        let drawn = stream.below(own + PER_LINE * given);
        // `balls` holds the claim that each line beyond the least went to.
        let of_ball = |drawn: u32| u32::from(balls[((drawn - own) / PER_LINE.max(1)) as usize]);
        let mut at = if drawn < own { drawn / OWN } else { of_ball(drawn) } as usize;
        while each[at] >= most {
            at = (at + 1) % each.len();
        }
        each[at] += 1;
        if PER_LINE > 0 {
            balls.push(at as u16);
        }
    }
}
