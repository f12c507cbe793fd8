/**
 * What every answer says. Styles may be inline because the card frame inherits this policy and the styles of note types
 * are inline; scripts come from our files alone. Nothing may frame us, and no frame of ours may go anywhere: the card frame
 * is srcdoc, which this does not forbid, and a link in it leads nowhere.
 */
export const securityHeaders = (address: string): Readonly<Record<string, string>> => ({
  'content-security-policy': [
    `default-src 'none'`,
    `script-src 'self'`,
    `style-src 'self' 'unsafe-inline'`,
    `img-src 'self' blob: data:`,
    `font-src 'self' blob: data:`,
    `media-src blob: data:`,
    `connect-src 'self' ws://${address}`,
    `frame-src 'none'`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `frame-ancestors 'none'`,
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy':
    'accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), microphone=(), midi=(), payment=(), serial=(), usb=()',
});
