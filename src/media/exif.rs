//! The one field of Exif that decides how a picture is shown: its orientation.

/// The orientation of a picture that is stored as it is shown.
pub(super) const UPRIGHT: u8 = 1;

/// The tag of the orientation, and the type of its value: one `u16`.
const TAG: u16 = 0x0112;
const SHORT: u16 = 3;

/// The orientation in the Exif data of a picture, from 1 to 8; [`UPRIGHT`] where it has none. Exif data is a TIFF file,
/// in some pictures with `Exif\0\0` in front of it.
pub(super) fn orientation(exif: &[u8]) -> u8 {
    let tiff = exif.strip_prefix(b"Exif\0\0").unwrap_or(exif);
    find(tiff).filter(|number| (1..=8).contains(number)).unwrap_or(UPRIGHT)
}

/// Looks through the first directory, which has at most as many entries as the data has room for.
fn find(tiff: &[u8]) -> Option<u8> {
    let little = match tiff.get(..4)? {
        b"II*\0" => true,
        b"MM\0*" => false,
        _ => return None,
    };
    let short = |at: usize| {
        let bytes = tiff.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    };
    let long = |at: usize| {
        let bytes = tiff.get(at..at.checked_add(4)?)?.try_into().ok()?;
        Some(if little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) })
    };
    let directory = usize::try_from(long(4)?).ok()?;
    let entries = tiff.get(directory.checked_add(2)?..)?.chunks_exact(12).take(usize::from(short(directory)?));
    let mut entries = (0..entries.len()).map(|number| directory + 2 + 12 * number);
    let entry = entries.find(|&at| short(at) == Some(TAG) && short(at + 2) == Some(SHORT))?;
    u8::try_from(short(entry + 8)?).ok()
}

/// Returns true if the orientation exchanges width and height.
pub(super) fn is_turned(orientation: u8) -> bool {
    (5..=8).contains(&orientation)
}

/// Exif data with the orientation and nothing else: a TIFF header and a directory with one entry.
pub(super) fn only(orientation: u8) -> [u8; 26] {
    let mut tiff = *b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0";
    tiff[19] = orientation;
    tiff
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_orientation_is_found_in_both_byte_orders() {
        for number in 1..=8 {
            assert_eq!(orientation(&only(number)), number);
            let mut little =
                *b"II*\0\x08\0\0\0\x02\0\x0f\x01\x02\0\x04\0\0\0ABC\0\x12\x01\x03\0\x01\0\0\0\0\0\0\0\0\0\0\0";
            little[30] = number;
            assert_eq!(orientation(&[&b"Exif\0\0"[..], &little].concat()), number);
        }
    }

    #[test]
    fn a_directory_that_is_none_says_nothing() {
        let whole = only(6);
        for end in 0..20 {
            assert_eq!(orientation(&whole[..end]), UPRIGHT, "{end}");
        }
        assert_eq!(orientation(&only(0)), UPRIGHT);
        assert_eq!(orientation(&only(9)), UPRIGHT);
        let far = *b"MM\0*\xff\xff\xff\xff\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
        assert_eq!(orientation(&far), UPRIGHT);
    }
}
