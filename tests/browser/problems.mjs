// Turns a list of problems into one failure that shows them all.

/** Fails when there is any problem; each stands on a line of its own below the headline. */
export function expectNone(problems, headline) {
  if (problems.length === 0) return;
  const error = new Error([`${headline}: ${problems.length}`, ...problems.map((problem) => `  ${problem}`)].join('\n'));
  // The problems say where they are; the calls that led here would only bury them.
  error.stack = error.message;
  throw error;
}
