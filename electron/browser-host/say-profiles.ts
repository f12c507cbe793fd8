import { listProfiles, rootOf } from '#core/store/profiles/profile-folders.ts';

/** Lists the profiles of this machine, each with the command that opens it. */
export const sayProfiles = (folder: string): void => {
  const root = rootOf(folder);
  const profiles = root === undefined ? [] : listProfiles(root);
  if (profiles.length === 0) console.log('There is no profile yet; "npm start" makes the first one.');
  for (const { slug, name, isSimulated } of profiles) {
    const mark = isSimulated ? ' (simulated learner)' : '';
    console.log(`${name}${mark}: npm start -- --profile ${slug}`);
  }
};
