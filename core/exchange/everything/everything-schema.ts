import type { Database } from 'better-sqlite3';
import { camel, toldColumns, type ToldColumn } from './told-columns.ts';
import { toldTables } from './told-tables.ts';

/** Of the file, not of the store: grows when what is told already is told in another way. */
export const EVERYTHING_VERSION = 1;
export const EVERYTHING_FORMAT = 'americano.everything';

type Schema = Readonly<Record<string, unknown>>;

const instants = /(^|_)at$|^up_to$|^trained_until$/;
const days = /(^|_)day$|^buried_on$/;

const plainSchema = ({ sql, type, as, bytes, choices }: ToldColumn): Schema => {
  const name = sql.replace(/^t\./, '');
  if (as === 'json') return {};
  if (as === 'hex') return { $ref: bytes === 32 ? '#/$defs/hash' : '#/$defs/uid' };
  if (as === 'base64') return { type: 'string', contentEncoding: 'base64' };
  if (choices !== undefined) return { enum: choices };
  if (type === 'INTEGER' && instants.test(name)) return { $ref: '#/$defs/instant' };
  if (type === 'INTEGER' && days.test(name)) return { $ref: '#/$defs/day' };
  return { type: type === 'INTEGER' ? 'integer' : type === 'REAL' ? 'number' : 'string' };
};

const columnSchema = (column: ToldColumn): Schema => {
  const schema = plainSchema(column);
  return column.nullable && column.as !== 'json' ? { anyOf: [schema, { type: 'null' }] } : schema;
};

const object = (properties: Readonly<Record<string, Schema>>): Schema => ({
  type: 'object',
  additionalProperties: false,
  required: Object.keys(properties),
  properties,
});

/** The published schema of an export of everything, from the tables as they are. */
export const everythingSchema = (db: Database): Schema => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Americano: everything of a profile',
  description:
    'Rows of one moment. Left out: files of media (an Anki package takes them along), and what only concerns the program on the machine it ran on. Rows that were undone are told, and named in logUndos.',
  $defs: {
    uid: { type: 'string', pattern: '^[0-9a-f]{32}$', description: 'Names a row, here and on every device.' },
    hash: { type: 'string', pattern: '^[0-9a-f]{64}$', description: 'SHA-256 of a file.' },
    instant: { type: 'integer', description: 'Milliseconds since 1970-01-01 UTC.' },
    day: {
      type: 'integer',
      description:
        'A study day: days since 1970-01-01 where the owner was; it begins at their rollover hour.',
    },
  },
  ...object({
    format: { const: EVERYTHING_FORMAT },
    version: { const: EVERYTHING_VERSION },
    storeVersion: { type: 'integer', description: 'The version of the store that the rows come from.' },
    exportedAt: { $ref: '#/$defs/instant' },
    timeZone: { type: 'string' },
    simulated: { type: 'boolean', description: 'The learner is invented: nobody’s own history.' },
    tables: object(
      Object.fromEntries(
        toldTables.map(({ name, words }) => [
          camel(name),
          {
            type: 'array',
            description: words,
            items: object(
              Object.fromEntries(toldColumns(db, name).map((column) => [column.name, columnSchema(column)])),
            ),
          },
        ]),
      ),
    ),
  }),
});
