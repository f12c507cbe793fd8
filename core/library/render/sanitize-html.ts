import { cssMedia, safeCss } from './css-media.ts';
import { decodeEntities } from './decode-entities.ts';
import { escapeHtml } from './escape-html.ts';
import { localMediaName } from './local-media-name.ts';
import { tokenizeHtml } from './tokenize-html.ts';
import type { HtmlAttribute } from './tokenize-html.ts';

export interface SanitizedHtml {
  readonly html: string;
  /** Local files in the order of their first mention. */
  readonly media: readonly string[];
  /** The players of `[sound:…]` and of speech markers, in order; `data-player` of their elements counts them. */
  readonly players: readonly Player[];
  /** Script elements, event handlers and script URLs that were removed. */
  readonly droppedScripts: number;
  /** The text ends inside a tag; that rest is shown as text. */
  readonly unclosedTag: boolean;
}

/** `name` is undefined for a file that is not local, `index` counts the side's speeches. */
export type Player =
  | { readonly kind: 'file'; readonly name: string | undefined }
  | { readonly kind: 'speech'; readonly index: number };

/** Elements whose tags are left out; what stands between them stays, as markup that is checked like any other. */
const DROPPED_ELEMENTS: ReadonlySet<string> = new Set(
  (
    'applet base body embed fencedframe frame frameset head html iframe link meta noembed noframes noscript object param ' +
    'plaintext portal template textarea title xmp'
  ).split(' '),
);

/** Attributes that load, send, navigate, take the focus, or are ours to write. */
const DROPPED_ATTRIBUTES: ReadonlySet<string> = new Set(
  (
    'action archive attributionsrc autofocus background classid code codebase data data-href data-media data-play data-player data-remote data-speech download ' +
    'dynsrc formaction http-equiv imagesrcset is lowsrc manifest nonce ping poster profile slot srcdoc srcset target'
  ).split(' '),
);

// No element of HTML or SVG but `script` starts like that one.
const TAG_NAME = /^(?!script)[a-z][a-z0-9:-]*$/;
const ATTRIBUTE_NAME = /^[a-z_][a-z0-9_:.-]*$/;
const PLAYER = /\[sound:([^\]\n]{1,255})\]|\[anki:play:([qat]):(\d{1,4})\]/g;

/** What the script of Anki's own occlusion notes does is done by the page: nothing is missing without it. */
const OCCLUSION_SCRIPT = /\banki\.(?:imageOcclusion\.setup|setupImageCloze)\(/;
const VIDEO = /\.(?:avi|m4v|mkv|mov|mp4|mpe?g|ogv|webm)$/i;

/**
 * Card HTML made harmless, as defence in depth: the wall is the sandboxed frame and its policy. The output has a strict
 * grammar (every `<` starts a tag, every value is double-quoted, no raw-text element but `style`), so that a browser reads
 * exactly what was checked here. Local `src` become `data-media`, remote ones `data-remote`, links `data-href`: the page
 * decides what to do with each. `speeches` are what the markers `[anki:play:t:…]` say, by number. Linear in the length of any input.
 */
export function sanitizeHtml(html: string, speeches: readonly object[] = []): SanitizedHtml {
  const sanitizer = new HtmlSanitizer(speeches);
  for (const token of tokenizeHtml(html.includes('\0') ? html.replaceAll('\0', '') : html)) {
    if (token.kind === 'text') sanitizer.text(token.text);
    else if (token.kind === 'open') sanitizer.open(token.name, token.attributes, token.selfClosing);
    else if (token.kind === 'close') sanitizer.close(token.name);
    else if (token.kind === 'comment') sanitizer.comment(token.text);
    else if (token.kind === 'raw') sanitizer.raw(token.element, token.text);
    else sanitizer.unclosed(token.text);
  }
  return sanitizer.finish();
}

class HtmlSanitizer {
  readonly #speeches: readonly object[];
  readonly #html: string[] = [];
  readonly #media = new Set<string>();
  readonly #players: Player[] = [];
  #droppedScripts = 0;
  #unclosedTag = false;
  #inStyle = false;

  constructor(speeches: readonly object[]) {
    this.#speeches = speeches;
  }

  text(text: string): void {
    const safe = text.replaceAll('<', '&lt;');
    if (!/\[(?:sound|anki:play):/.test(safe)) this.#html.push(safe);
    else {
      this.#html.push(
        safe.replace(PLAYER, (_, name?: string, side?: string, place?: string) =>
          name === undefined ? this.#playButton(side ?? '', place ?? '') : this.#sound(name),
        ),
      );
    }
  }

  open(name: string, attributes: readonly HtmlAttribute[], selfClosing: boolean): void {
    if (name === 'script') this.#droppedScripts++;
    if (!TAG_NAME.test(name)) return;
    const written = attributes.map((attribute) => this.#attribute(name, attribute)).join('');
    if (DROPPED_ELEMENTS.has(name)) return;
    this.#inStyle = name === 'style';
    this.#html.push(`<${name}${written}${selfClosing ? ' /' : ''}>`);
  }

  close(name: string): void {
    this.#inStyle = false;
    if (TAG_NAME.test(name) && !DROPPED_ELEMENTS.has(name)) this.#html.push(`</${name}>`);
  }

  comment(text: string): void {
    if (!/[<>]|--|^-|-$/.test(text)) this.#html.push(`<!--${text}-->`);
  }

  raw(element: 'script' | 'style', text: string): void {
    if (element === 'script') {
      if (OCCLUSION_SCRIPT.test(text)) this.#droppedScripts--;
      return;
    }
    for (const name of cssMedia(text)) this.#media.add(name);
    this.#html.push(safeCss(text));
  }

  unclosed(text: string): void {
    this.#unclosedTag = true;
    this.text(text);
  }

  finish(): SanitizedHtml {
    if (this.#inStyle) this.close('style');
    return {
      html: this.#html.join(''),
      media: [...this.#media],
      players: this.#players,
      droppedScripts: this.#droppedScripts,
      unclosedTag: this.#unclosedTag,
    };
  }

  #sound(source: string): string {
    const url = decodeEntities(source);
    const element = VIDEO.test(url) ? 'video' : 'audio';
    const name = localMediaName(url);
    if (name !== undefined) this.#media.add(name);
    const player = this.#player({ kind: 'file', name });
    const place = name === undefined ? remotePlace(url) : ` data-media="${escapeHtml(name)}"`;
    return `<${element} controls preload="none"${player}${place}></${element}>`;
  }

  #playButton(side: string, place: string): string {
    if (side !== 't') return `<button type="button" data-play="${side}:${Number(place)}"></button>`;
    const index = Number(place);
    const speech = this.#speeches[index];
    if (speech === undefined) return '';
    const data = escapeHtml(JSON.stringify(speech));
    return `<button type="button"${this.#player({ kind: 'speech', index })} data-speech="${data}"></button>`;
  }

  #player(player: Player): string {
    this.#players.push(player);
    return ` data-player="${this.#players.length - 1}"`;
  }

  /** The attribute as it is written out with a space before it; empty when it is left out. */
  #attribute(element: string, { name, value }: HtmlAttribute): string {
    if (name.startsWith('on')) {
      this.#droppedScripts++;
      return '';
    }
    const decoded = value === null ? '' : decodeEntities(value);
    if (isScriptUrl(decoded)) {
      this.#droppedScripts++;
      return '';
    }
    if (name === 'src' || (name === 'data' && element === 'object')) return this.#source(decoded);
    if (name === 'href' || name === 'xlink:href') return this.#link(element, name, decoded);
    if (DROPPED_ATTRIBUTES.has(name) || !ATTRIBUTE_NAME.test(name)) return '';
    // An SVG animation could turn a fragment link into another one.
    if (name === 'attributename' && /href\s*$/i.test(decoded)) return '';
    // An image or form with a name would hide properties of the frame's document from the page ("DOM clobbering").
    if (name === 'name' && (element === 'img' || element === 'form')) return '';
    if (name === 'style') for (const file of cssMedia(decoded)) this.#media.add(file);
    return value === null ? ` ${name}` : ` ${name}="${quoteValue(value)}"`;
  }

  #source(url: string): string {
    const name = localMediaName(url);
    if (name === undefined) return isEmbeddedMedia(url) ? ` src="${escapeHtml(url)}"` : remotePlace(url);
    this.#media.add(name);
    return ` data-media="${escapeHtml(name)}"`;
  }

  #link(element: string, name: string, url: string): string {
    const trimmed = url.trim();
    if (trimmed.startsWith('#')) return ` ${name}="${escapeHtml(trimmed)}"`;
    if (element === 'image') return this.#source(url);
    return element === 'a' && /^(?:https?|mailto):/i.test(trimmed)
      ? ` data-href="${escapeHtml(trimmed)}"`
      : '';
  }
}

function remotePlace(url: string): string {
  const trimmed = url.trim();
  return /^(?:https?:)?\/\//i.test(trimmed) && !isScriptUrl(trimmed)
    ? ` data-remote="${escapeHtml(trimmed)}"`
    : '';
}

function isEmbeddedMedia(url: string): boolean {
  return /^\s*data:(?:image|audio|video|font)\//i.test(url);
}

/** A browser ignores white space and control characters inside a scheme, so they are taken out before looking. */
function isScriptUrl(value: string): boolean {
  if (!value.includes(':')) return false;
  // oxlint-disable-next-line no-control-regex -- control characters are what this removes
  return /(?:java|vb)script:|data:text\/html/i.test(value.replace(/[\u0000-\u0020\u007f-\u00a0]/g, ''));
}

/** A value as written, fit for double quotes: its character references stay as they are. */
function quoteValue(value: string): string {
  if (!/["<>]/.test(value)) return value;
  return value.replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
