import tokens from '../../ui/tokens.css?raw';
import cardCss from './card-frame.css?raw';
import readableCss from './readable.css?raw';

/** No script ever runs beside a card: this value must never gain `allow-scripts`. */
export const cardSandbox = 'allow-same-origin';

const policy = [
  "default-src 'none'",
  'img-src blob: data:',
  'media-src blob: data:',
  'font-src blob: data:',
  "style-src 'unsafe-inline'",
  "form-action 'none'",
  "base-uri 'none'",
].join('; ');

/** The document every card is put into. Cards bring content and styles; the policy is ours and stands first. */
export const cardDocument = `<!doctype html>
<html>
<head>
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta charset="utf-8">
<style>${tokens}${cardCss}</style>
<style id="fonts"></style>
<style id="math-style"></style>
<style id="note-style"></style>
<style>${readableCss}</style>
</head>
<body class="card"><p id="place"></p><div id="qa"></div><footer id="notes"></footer></body>
</html>`;
