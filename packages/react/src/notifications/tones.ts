/** The sounds of `playNotificationSound`. */
export type NotificationSound = 'success' | 'info' | 'warning' | 'error';

interface Tone {
  readonly hertz: number;
  /** Start and length in seconds. */
  readonly at: number;
  readonly length: number;
}

/** Ascending, one tone, two tones, descending: distinguishable without looking. */
export const tones: Readonly<Record<NotificationSound, readonly Tone[]>> = {
  success: [
    { hertz: 523.25, at: 0, length: 0.16 },
    { hertz: 659.25, at: 0.11, length: 0.16 },
    { hertz: 783.99, at: 0.22, length: 0.34 },
  ],
  info: [{ hertz: 659.25, at: 0, length: 0.28 }],
  warning: [
    { hertz: 587.33, at: 0, length: 0.18 },
    { hertz: 587.33, at: 0.24, length: 0.24 },
  ],
  error: [
    { hertz: 440, at: 0, length: 0.18 },
    { hertz: 349.23, at: 0.14, length: 0.18 },
    { hertz: 261.63, at: 0.28, length: 0.36 },
  ],
};

/** Plays a sound's tones on an audio context; every node is freed when its tone ends. */
export function ring(audio: AudioContext, sound: NotificationSound, volume: number): void {
  for (const { hertz, at, length } of tones[sound]) {
    const start = audio.currentTime + at;
    const oscillator = audio.createOscillator();
    const envelope = audio.createGain();
    oscillator.frequency.value = hertz;
    // Ramp at both ends, because an abrupt end clicks. An exponential ramp cannot reach zero.
    envelope.gain.setValueAtTime(0, start);
    envelope.gain.linearRampToValueAtTime(volume * 0.4, start + 0.012);
    envelope.gain.exponentialRampToValueAtTime(0.0001, start + length);
    oscillator.connect(envelope).connect(audio.destination);
    oscillator.onended = () => {
      oscillator.disconnect();
      envelope.disconnect();
    };
    oscillator.start(start);
    oscillator.stop(start + length);
  }
}
