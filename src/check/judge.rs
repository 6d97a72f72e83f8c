//! What is told of the findings, and how loudly.
//!
//! In: findings, the policy of the run, and what the records allow. Out: diagnostics with the severity they have in this site.
//!
//! What a record or a line allows is not told at all. Else a severity that the command line gives holds, then the site's own, then that of
//! the profile; what makes a page wrong is always an error. Known debt (the baseline) is taken out last, so that it can only shrink.

use super::Finding;
use super::allowances;
use crate::diag::{Code, Diagnostic, Diagnostics, Profile, Severity, codes};
use crate::model::Records;
use rustc_hash::FxHashMap;

/// How a run judges.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    /// How much is asked.
    pub profile: Profile,
    /// Severities by code, later ones before earlier ones; nothing stands for not asked at all.
    pub levels: Vec<(&'static Code, Option<Severity>)>,
}

impl Policy {
    /// How bad a code is in this run; nothing if it is not told.
    pub fn severity(&self, code: &'static Code) -> Option<Severity> {
        if code.fixed {
            return Some(Severity::Error);
        }
        let own = self.levels.iter().rev().find(|(other, _)| std::ptr::eq(*other, code));
        own.map_or(code.severity(self.profile), |(_, severity)| *severity)
    }
}

/// Judges the findings of a run. `ran` are the codes that were looked for: only of these can an allowance be said to be needless.
pub fn judge(records: Records, findings: impl IntoIterator<Item = Finding>, policy: &Policy, ran: &[&'static Code]) -> Diagnostics {
    let (allowances, problems) = allowances::collect(records);
    let mut used = vec![false; allowances.len()];
    let mut by_code: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for (at, allowance) in allowances.iter().enumerate() {
        by_code.entry(allowance.code.id).or_default().push(at);
    }
    let mut told = Diagnostics::new();
    for finding in findings {
        let mut is_allowed = false;
        for at in by_code.get(finding.diagnostic.code.id).into_iter().flatten() {
            if allowances[*at].covers(&finding, records.graph) {
                used[*at] = true;
                is_allowed = true;
            }
        }
        if !is_allowed {
            told.extend(with_severity(finding.diagnostic, policy));
        }
    }
    let needless =
        allowances.iter().zip(used).filter(|(allowance, used)| !used && ran.iter().any(|code| std::ptr::eq(*code, allowance.code)));
    let needless = needless.map(|(allowance, _)| {
        let message = format!("`{}` is allowed here and does not occur", allowance.code.name);
        Diagnostic::at(&codes::ALLOWANCE_UNUSED, allowance.at.file, allowance.at.span, message).help("take the allowance out")
    });
    told.extend(problems.into_iter().chain(needless).filter_map(|problem| with_severity(problem, policy)));
    told
}

fn with_severity(diagnostic: Diagnostic, policy: &Policy) -> Option<Diagnostic> {
    let severity = policy.severity(diagnostic.code)?;
    Some(diagnostic.judged(severity))
}
