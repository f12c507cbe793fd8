import type { OutputOf } from '../../rpc/contract.ts';
import { localMoment } from '../../settings/local-moment.ts';
import { readSettings } from '../../settings/read-settings.ts';
import type { Clock } from '../../store/clock.ts';
import type { StoreReader } from '../../store/reader.ts';
import { uidToHex } from '../../store/uid.ts';
import type { examsContract } from './contract.ts';
import { allExams, objectivesOfExam } from './exam-rows.ts';

/** Every exam with the days that are left until it. */
export const listExams = (
  reader: StoreReader,
  clock: Clock,
): OutputOf<typeof examsContract, 'exams.list'> => {
  const today = localMoment(clock.now(), clock, readSettings(reader)).studyDay;
  return {
    today,
    exams: allExams(reader).map((exam) => ({
      uid: uidToHex(exam.uid),
      title: exam.title,
      course: uidToHex(exam.course_uid),
      courseTitle: exam.course_title,
      day: exam.exam_day,
      daysLeft: exam.exam_day - today,
      objectives: objectivesOfExam(reader, exam)?.map(({ uid }) => uidToHex(uid)) ?? null,
    })),
  };
};
