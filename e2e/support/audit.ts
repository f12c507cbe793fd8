import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

const tags = ['wcag2a', 'wcag2aa', 'wcag2aaa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'wcag22aaa'];

/** Rules whose answer depends on the colours. */
const colourRules = ['color-contrast', 'color-contrast-enhanced', 'link-in-text-block'];

/**
 * What axe finds under WCAG 2.2 A, AA and AAA, as `rule: selector`; of `colours` only what another theme can change.
 * Content of cards is the owner's and left out.
 */
export const axeViolations = async (page: Page, what: 'everything' | 'colours'): Promise<string[]> => {
  const rules = { 'target-size': { enabled: true }, 'color-contrast-enhanced': { enabled: true } };
  // Half a megabyte of source: once for each document is enough.
  const isThere = await page.evaluate(() => 'axe' in window);
  const { violations } = await new AxeBuilder({ page, ...(isThere ? { axeSource: ';' } : {}) })
    .options({
      resultTypes: ['violations'],
      ...(what === 'everything'
        ? { runOnly: { type: 'tag', values: tags }, rules }
        : { runOnly: { type: 'rule', values: colourRules } }),
    })
    .exclude('iframe')
    .setLegacyMode()
    .analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary?.split('\n')[1] ?? ''}`,
    ),
  );
};

/**
 * Targets smaller than 44 by 44 pixels (WCAG 2.5.5). Its exceptions, as far as they occur here:
 * inline: a link in a sentence; user agent control: the parts a browser puts into a control of its own; equivalent: a
 * row of a list whose whole width opens what a smaller part of it opens. A label is part of its control's target.
 */
export const smallTargets = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const least = 44;
    const interactive =
      'a[href], button, input, select, textarea, summary, [role=button], [role=option], [role=menuitem], [role=switch], [role=row], [tabindex="0"]';
    const modal = [...document.querySelectorAll('[role=dialog]')].at(-1);
    // A button for screen readers only, one pixel large: nothing to hit.
    const isForReaders = (element: Element | null): boolean =>
      element !== null &&
      (/inset\(50%\)/.test(getComputedStyle(element).clipPath) || isForReaders(element.parentElement));
    const isHidden = (element: Element): boolean =>
      !element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) ||
      element.closest('[inert], [aria-hidden=true]') !== null ||
      isForReaders(element);
    const isInline = (element: Element): boolean =>
      element.tagName === 'A' && getComputedStyle(element).display === 'inline';
    const boxOf = (element: Element): DOMRect =>
      (element.closest('label') ?? element.closest('[role=row]') ?? element).getBoundingClientRect();
    const boxFor = (element: Element): DOMRect =>
      element.tagName === 'INPUT' ? boxOf(element) : element.getBoundingClientRect();
    return [...(modal ?? document).querySelectorAll(interactive)]
      .filter((element) => !isHidden(element) && !isInline(element))
      .map((element) => ({ element, box: boxFor(element) }))
      .filter(({ box }) => box.bottom > 0 && box.right > 0)
      .filter(({ box }) => Math.round(box.width) < least || Math.round(box.height) < least)
      .map(({ element, box }) => {
        const name = element.getAttribute('aria-label') ?? element.textContent.slice(0, 30);
        return `${element.tagName} "${name}" ${Math.round(box.width)} × ${Math.round(box.height)}`;
      });
  });

/** Content that is wider than the window: at 320 pixels nothing may have to be scrolled sideways (WCAG 1.4.10). */
export const overflow = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth > clientWidth) return [`page is ${scrollWidth} wide in ${clientWidth}`];
    const clipped = [...document.querySelectorAll('button, h1, h2, [role=dialog]')].filter((element) => {
      const box = element.getBoundingClientRect();
      return element.checkVisibility() && box.width > 1 && box.right > clientWidth + 1;
    });
    return clipped.map(
      (element) => `${element.tagName} "${element.textContent.slice(0, 30)}" reaches beyond the window`,
    );
  });

export type Walk = {
  /** Interactive elements no Tab came to, and that no arrow key of a composite widget reaches. */
  missed: string[];
  /** Stops where the focus could not be seen. */
  unseen: string[];
  stops: number;
  /** In a page: Tab came out at the end. In a dialog: the focus went round inside. */
  ended: boolean;
};

/** Walks through everything by Tab, from the beginning of the page or of the dialog that is open. */
export const walkByTab = async (page: Page): Promise<Walk> => {
  await page.evaluate(beginWalk);
  let stops = 0;
  let ended = false;
  while (stops < 120 && !ended) {
    await page.keyboard.press('Tab');
    stops += 1;
    ended = await page.evaluate(noteStop);
  }
  return { ...(await page.evaluate(endWalk)), stops, ended };
};

declare global {
  interface Window {
    walk: { seen: Set<Element>; unseen: string[]; ends: number; last: Element | null };
  }
}

const beginWalk = (): void => {
  window.walk = { seen: new Set(), unseen: [], ends: 0, last: null };
};

/** Writes down where the focus is; true when the round is complete. */
const noteStop = (): boolean => {
  const element = document.activeElement;
  // The way round leads over the end of the page; a page without a stop is nothing but that.
  if (element === null || element === document.body) {
    window.walk.ends += 1;
    return window.walk.ends > 2;
  }
  // Inside a card every stop is the frame to the page around it, and a sound has several stops of the browser's own.
  const isStillInside = element === window.walk.last && element.matches('iframe, audio, video');
  window.walk.last = element;
  if (isStillInside) return false;
  if (window.walk.seen.has(element)) return true;
  window.walk.seen.add(element);
  const isRing = (target: Element): boolean => {
    const style = getComputedStyle(target);
    return style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 2;
  };
  const near = [element, element.parentElement, element.parentElement?.parentElement].filter(
    (target) => target !== null && target !== undefined,
  );
  // A switch or a composite shows the ring on its visible part.
  const parts = [
    ...near,
    ...element.querySelectorAll('[aria-selected=true]'),
    ...(element.closest('label')?.querySelectorAll('*') ?? []),
  ];
  const box = element.getBoundingClientRect();
  const isOnScreen = box.bottom > 0 && box.top < innerHeight;
  if (!parts.some(isRing) || !(isOnScreen || element.closest('label') !== null)) {
    window.walk.unseen.push(
      `${element.tagName} "${element.getAttribute('aria-label') ?? element.textContent.slice(0, 30)}"`,
    );
  }
  return false;
};

const endWalk = (): { missed: string[]; unseen: string[] } => {
  const modal = [...document.querySelectorAll('[role=dialog]')].at(-1);
  const composite =
    '[role=treegrid] *, [role=grid] *, [role=listbox] *, [role=menu] *, [role=option], [role=menuitem]';
  const missed = [
    ...(modal ?? document).querySelectorAll(
      'a[href], button, input, select, textarea, [role=treegrid], [role=grid], [tabindex="0"]',
    ),
  ].filter(
    (element) =>
      element.checkVisibility({ visibilityProperty: true }) &&
      element.closest('[inert], [aria-hidden=true]') === null &&
      !element.matches(composite) &&
      !element.matches(':disabled, [tabindex="-1"], [type=hidden]') &&
      !window.walk.seen.has(element) &&
      // Of a composite one element takes the focus; the arrow keys go on from there.
      ![...window.walk.seen].some((stop) => element.contains(stop)),
  );
  return {
    missed: missed.map(
      (element) =>
        `${element.tagName} "${element.getAttribute('aria-label') ?? element.textContent.slice(0, 30)}"`,
    ),
    unseen: window.walk.unseen,
  };
};
