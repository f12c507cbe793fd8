/**
 * SQL for whether a note type has a card of an ordinal: a cloze type has any, another one those of its templates. `type`: an
 * alias of `note_types` in the statement; `ordinal`: an expression.
 */
export const typeHasCard = (type: string, ordinal: string): string =>
  `(${type}.kind = 'cloze'
    OR EXISTS (SELECT 1 FROM card_templates ct WHERE ct.note_type_id = ${type}.id AND ct.ordinal = ${ordinal}))`;
