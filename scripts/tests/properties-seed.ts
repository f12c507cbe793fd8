import fc from 'fast-check';

/**
 * Properties draw anew at every run of a developer, who sees what fails, with its seed, and mends it. A run that decides
 * whether a commit lands must say the same of the same commit, whatever else the machine does: it draws from one seed.
 */
if (process.env.CI === 'true') fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: 20_261_128 });
