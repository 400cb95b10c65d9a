// Migrates every submission of a suite with what is shipped: `spregistry.migration`, and the validator of the shape of all submissions.
// A classic script, for node and Chromium alike.
globalThis.migrateSuite = ({ ways, cases }) => {
  const { migration, validators } = globalThis.spregistry;
  return cases.map(({ of, submission, profile, source }) => {
    const { steps, target } = ways[of];
    const before = JSON.stringify(submission);
    const shape = migration.misshapen(submission, validators.submission);
    if (shape.length) return { shape };
    const migrated = migration.migrate(submission, steps, target, { profile, source, verdicts: validators.submission });
    return { migrated, shape, untouched: JSON.stringify(submission) === before };
  });
};
