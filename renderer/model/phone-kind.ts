/** What a paired device is, for its picture, by what it says of itself. Android tells a tablet by its name only. */
export type PhoneKind = 'phone' | 'tablet' | 'computer';

export function phoneKind({ name, platform }: { name: string; platform: string }): PhoneKind {
  if (/ipad|tablet/i.test(`${platform} ${name}`)) return 'tablet';
  return /macos|windows|linux|chromeos/i.test(platform) ? 'computer' : 'phone';
}
