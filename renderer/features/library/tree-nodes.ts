import type { Output } from '../../transport/app-contract.ts';

type Course = Output<'library.tree'>['courses'][number];
export type Counts = Course['lectures'][number]['counts'];

export type TreeNode = {
  uid: string;
  kind: 'course' | 'lecture';
  title: string;
  /** The course itself, or the one a lecture stands in. */
  course: string;
  /** Where new notes go: the lecture itself, or the first of a course. */
  lecture: string | undefined;
  /** With everything nested in it. */
  counts: Counts;
  children: TreeNode[];
};

const none: Counts = { total: 0, fresh: 0, learning: 0, review: 0, inactive: 0, due: 0 };

function sum(one: Counts, other: Counts): Counts {
  return {
    total: one.total + other.total,
    fresh: one.fresh + other.fresh,
    learning: one.learning + other.learning,
    review: one.review + other.review,
    inactive: one.inactive + other.inactive,
    due: one.due + other.due,
  };
}

/** Courses as trees whose counts hold what is nested in them. */
export function treeNodes(courses: readonly Course[]): TreeNode[] {
  return courses.map((course) => {
    const below = new Map<string | null, Course['lectures']>();
    for (const lecture of course.lectures)
      below.set(lecture.parent, [...(below.get(lecture.parent) ?? []), lecture]);
    const build = (parent: string | null): TreeNode[] =>
      (below.get(parent) ?? []).map((lecture) => {
        const children = build(lecture.uid);
        const counts = children.reduce((total, child) => sum(total, child.counts), lecture.counts);
        const { uid, title } = lecture;
        return { uid, kind: 'lecture' as const, title, course: course.uid, lecture: uid, counts, children };
      });
    const children = build(null);
    const counts = children.reduce((total, child) => sum(total, child.counts), none);
    const { uid, title } = course;
    const lecture = course.lectures[0]?.uid;
    return { uid, kind: 'course' as const, title, course: uid, lecture, counts, children };
  });
}
