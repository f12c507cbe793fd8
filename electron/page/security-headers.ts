/** Features a study page never needs; sound, full screen and the clipboard stay with the page itself. */
const denied = [
  'accelerometer',
  'browsing-topics',
  'camera',
  'display-capture',
  'encrypted-media',
  'geolocation',
  'gyroscope',
  'hid',
  'identity-credentials-get',
  'idle-detection',
  'keyboard-map',
  'local-fonts',
  'magnetometer',
  'microphone',
  'midi',
  'otp-credentials',
  'payment',
  'picture-in-picture',
  'publickey-credentials-create',
  'publickey-credentials-get',
  'screen-wake-lock',
  'serial',
  'storage-access',
  'sync-xhr',
  'usb',
  'window-management',
  'xr-spatial-tracking',
];

/**
 * What every answer says. Styles may be inline because the card frame inherits this policy and the styles of note types
 * are inline; scripts come from our files alone. Nothing may frame us, and no frame of ours may go anywhere: the card frame
 * is srcdoc, which `frame-src 'none'` does not forbid, and a link or a refresh in it leads nowhere. `address`: where a host
 * has its socket; without one the page reaches nothing but its own files.
 */
export const securityHeaders = (address?: string): Readonly<Record<string, string>> => ({
  'content-security-policy': [
    `default-src 'none'`,
    `script-src 'self'`,
    `style-src 'self' 'unsafe-inline'`,
    `img-src 'self' blob: data:`,
    `font-src 'self' blob: data:`,
    `media-src blob: data:`,
    `connect-src 'self'${address === undefined ? '' : ` ws://${address}`}`,
    `frame-src 'none'`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `frame-ancestors 'none'`,
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  // No policy covers the names that a link may have looked up in advance.
  'x-dns-prefetch-control': 'off',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': denied.map((feature) => `${feature}=()`).join(', '),
});
