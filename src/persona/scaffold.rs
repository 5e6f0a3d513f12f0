//! What `personas new` writes: a file that explains itself and passes the check as it is.

/// The text of a new persona's file.
pub fn scaffold(name: &str) -> String {
    TEXT.replace("NAME", name)
}

const TEXT: &str = r#"# NAME: who this is, and which test needs it.
#
# `bluedeck personas check NAME.toml` tells everything that is wrong; `bluedeck personas show NAME --personas .` prints the
# timeline. All keys are in docs/personas.md. What a file does not say follows from the code systems.

about = "One sentence: what NAME is for"

# Dates: "2024-03-02", or "-20 months" before the data set's last day, or "+3 months 12 days" after `start`. A story whose
# `start` is absolute stays where it is; a relative one moves with --as-of.
start = "-46 months"

[who]
given = "NAME"
family = "Doe"
sex = "female"            # or "male"
age = 72                  # on `start`; or born = "1950-05-23"
state = "OH"
# zip = "44102"
# address = ["410 Juniper Rd", "Apt 7"]    # up to six lines; else invented ones
# race = "white"          # white, black, asian, hispanic, native, other, unknown
# died = "-2 months"

# Without any [[coverage]]: Parts A, B and D throughout. With some, Parts A and B throughout unless they are named, and
# Part D when it is.
# [[coverage]]
# part = ["D"]            # A, B, D, advantage, medicaid, low income
# from = "+12 months"

# A name for a diagnosis that several events have; `icd9` is needed before October 2015.
[conditions]
pressure = { icd9 = "4019", icd10 = "I10" }

[[event]]
kind = "visit"            # visit, lab, outpatient, emergency, stay, prescription, equipment, dialysis, home_health, snf, hospice
title = "Check of the blood pressure"
on = "+1 month"
every = "6 months"        # with `until` or `times`; leave it out for what happens once
times = 6
specialty = "11"          # CMS specialty: internal medicine
diagnoses = ["pressure"]
lines = ["99213", "93000"]

[[event]]
kind = "prescription"
title = "Amlodipine 5 mg"
from = "+1 month 2 days"  # until = ...; refilled when the supply is used up
ndc = "68180075109"
quantity = 30
days = 30
"#;
