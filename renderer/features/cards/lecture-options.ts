import { study } from '../../i18n/en/study.ts';
import type { Output } from '../../transport/app-contract.ts';

type Course = Output<'library.tree'>['courses'][number];
type Lecture = Course['lectures'][number];

/** A lecture with those it is nested in: a course may have a "Basics" in every subject. */
export function lecturePath(course: Course, { title, parent }: Lecture): string {
  const above = course.lectures.find(({ uid }) => uid === parent);
  return above === undefined ? title : study.place(lecturePath(course, above), title);
}

/** Every lecture with the course it stands in, in the order of the library. */
export const lectureOptions = (courses: readonly Course[]): { id: string; label: string }[] =>
  courses.flatMap((course) =>
    course.lectures.map((lecture) => ({
      id: lecture.uid,
      label: study.place(course.title, lecturePath(course, lecture)),
    })),
  );

/** The objectives of a course. One that is a whole lecture is named as the lecture is. */
export const objectivesOf = (course: Course): { id: string; label: string }[] =>
  course.lectures.flatMap((lecture) =>
    lecture.objectives.map(({ uid, title }) => ({
      id: uid,
      label: title === lecture.title ? lecturePath(course, lecture) : title,
    })),
  );
