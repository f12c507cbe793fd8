import { study } from '../../i18n/en/study.ts';
import type { Output } from '../../transport/app-contract.ts';

type Course = Output<'library.tree'>['courses'][number];

/** Every lecture with the course it stands in, in the order of the library. */
export const lectureOptions = (courses: readonly Course[]): { id: string; label: string }[] =>
  courses.flatMap((course) =>
    course.lectures.map((lecture) => ({ id: lecture.uid, label: study.place(course.title, lecture.title) })),
  );
