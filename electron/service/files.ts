import { fileURLToPath } from 'node:url';

/**
 * Files that the service starts or reads: the entries of its workers beside this file (sources while developing,
 * bundles when built) and the sample course, which lies two folders up in both cases.
 */
export const serviceFiles = (): {
  reader: string;
  importer: string;
  backups: string;
  checker: string;
  models: string;
  twin: string;
  sampleCourse: string;
} => {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const file = (name: string): string => fileURLToPath(new URL(`./${name}.${extension}`, import.meta.url));
  const sampleCourse = fileURLToPath(new URL('../../resources/sample-course', import.meta.url));
  return {
    reader: file('reader-worker'),
    importer: file('import-worker'),
    backups: file('backup-worker'),
    checker: file('check-worker'),
    models: file('ml-worker'),
    twin: file('twin-worker'),
    sampleCourse,
  };
};
