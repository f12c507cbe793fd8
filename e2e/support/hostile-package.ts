import { join } from 'node:path';
import { basicNoteType } from '#core/exchange/anki/testing/package-description.ts';
import { writePackage } from '#core/exchange/anki/testing/write-package.ts';

/** Whatever HTML has to make something run, go somewhere, or fetch something. Code that runs sets `ran` on the page. */
export const hostileHtml = (elsewhere: string): string =>
  [
    `<p id="words">Harmless words</p>`,
    `<script>parent.ran = 'script'</script>`,
    `<script src="${elsewhere}/script.js"></script>`,
    `<img src="nothing" onerror="parent.ran = 'onerror'">`,
    `<svg onload="parent.ran = 'svg'"><script>parent.ran = 'svg script'</script></svg>`,
    `<details open ontoggle="parent.ran = 'toggle'"><summary>more</summary></details>`,
    `<a id="code" href="javascript:parent.ran = 'link'">code</a>`,
    `<a id="away" href="${elsewhere}/away">away</a>`,
    `<a id="top" href="${elsewhere}/top" target="_top">top</a>`,
    `<a id="tab" href="${elsewhere}/tab" target="_blank">tab</a>`,
    `<a href="${elsewhere}/ping" ping="${elsewhere}/pinged">ping</a>`,
    `<form action="${elsewhere}/form" method="post"><button id="send">send</button></form>`,
    `<iframe src="${elsewhere}/frame"></iframe>`,
    `<iframe srcdoc="<script>parent.parent.ran = 'srcdoc'</script>"></iframe>`,
    `<object data="${elsewhere}/object"></object><embed src="${elsewhere}/embed">`,
    `<img src="${elsewhere}/image.png"><img srcset="${elsewhere}/srcset.png 1x">`,
    `<picture><source srcset="${elsewhere}/source.png"><img src="nothing"></picture>`,
    `<video src="${elsewhere}/video.mp4" poster="${elsewhere}/poster.png" autoplay></video>`,
    `<audio src="${elsewhere}/audio.mp3" autoplay></audio>`,
    `<link rel="stylesheet" href="${elsewhere}/sheet.css"><link rel="prefetch" href="${elsewhere}/prefetch">`,
    `<base href="${elsewhere}/base/"><img src="relative.png">`,
    `<meta http-equiv="refresh" content="0;url=${elsewhere}/refresh">`,
    `<div style="background: url(${elsewhere}/background.png)">behind</div>`,
    `<style>${hostileCss(elsewhere)}</style>`,
    `\\(\\href{javascript:parent.ran='formula'}{a}\\includegraphics{${elsewhere}/formula.png}\\)`,
    `\\(\\htmlStyle{background:url(${elsewhere}/style.png)}{b}\\text{<img src=x onerror="parent.ran='text'">}\\)`,
    `\\(\\text{&lt;img src=${elsewhere}/text.png onerror=parent.ran=1&gt;} c\\)`,
    `<span data-math="inline">\\(\\url{${elsewhere}/url}\\)</span>`,
    `[latex]"><script>parent.ran = 'latex'</script><img src=${elsewhere}/latex.png>[/latex]`,
    `[anki:tts lang="><script>parent.ran='voice'</script>]<img src=x onerror="parent.ran='said'">speak[/anki:tts]`,
    `<button data-speech='{"text":"x"}' data-player="0" onclick="parent.ran = 'button'">say</button>`,
    `<ruby><rb onclick="parent.ran = 'ruby'">r</rb><rt><img src=x onerror="parent.ran = 'rt'"></rt></ruby>`,
    `<div id="image-occlusion-container"><img src="nothing.png"></div>`,
    `<div class="cloze" data-shape="text" data-left=".1" data-top=".1" data-text="&lt;img src=x onerror=parent.ran=1&gt;"></div>`,
    `<div class="cloze" data-shape="polygon" data-points="0,0 1,1&quot; onload=&quot;parent.ran=1" data-fill="url(${elsewhere}/fill.svg)"></div>`,
    `[sound:${elsewhere}/sound.mp3][sound:../../secret.mp3][anki:play:q:0]`,
  ].join('\n');

const hostileCss = (elsewhere: string): string =>
  [
    `@import url("${elsewhere}/import.css");`,
    `@font-face { font-family: stolen; src: url("${elsewhere}/font.woff2"); }`,
    `#words { font-family: stolen; cursor: url("${elsewhere}/cursor.png"), auto; }`,
    `.card { background: image-set(url("${elsewhere}/set.png") 1x); }`,
    `p { width: expression(parent.ran = 'expression'); behavior: url("${elsewhere}/behaviour.htc"); }`,
  ].join('\n');

/** A package of two cards that attack by their fields, their template and their styles. */
export const writeHostilePackage = async (folder: string, elsewhere: string): Promise<string> => {
  const path = join(folder, 'hostile.apkg');
  const type = basicNoteType(100);
  const out = `</style><script>parent.ran = 'style'</script>`;
  const template = { name: 'Card 1', questionFormat: `{{Front}}<script>parent.ran = 'template'</script>` };
  await writePackage(path, 3, {
    createdAt: 1_700_000_000,
    decks: [{ id: 1, name: 'Default' }],
    noteTypes: [
      {
        ...type,
        css: `${type.css}${hostileCss(elsewhere)}${out}`,
        templates: [{ ...template, answerFormat: '{{FrontSide}}<hr id=answer>{{Back}}' }],
      },
    ],
    notes: [1, 2].map((number) => ({
      id: 1000 + number,
      guid: `hostile ${number}`,
      noteTypeId: 100,
      fields: [`${hostileHtml(elsewhere)} ${number}`, hostileHtml(elsewhere)],
    })),
    cards: [1, 2].map((number) => ({ id: 2000 + number, noteId: 1000 + number, deckId: 1, ordinal: 0 })),
    reviews: [],
    media: [],
  });
  return path;
};
