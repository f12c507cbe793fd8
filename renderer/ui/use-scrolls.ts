import { useEffect, useState } from 'react';
import type { RefObject } from 'react';

/** Whether there is more in a box than it shows: then it must take the focus, so that the arrow keys can move it. */
export function useScrolls(box: RefObject<HTMLElement | null>): boolean {
  const [scrolls, setScrolls] = useState(false);
  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => setScrolls(element.scrollHeight > element.clientHeight + 1));
    observer.observe(element);
    for (const child of element.children) observer.observe(child);
    return () => observer.disconnect();
    // After each render, because the children may be others.
  });
  return scrolls;
}
