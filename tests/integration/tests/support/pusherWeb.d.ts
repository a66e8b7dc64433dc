declare module 'pusher-js/dist/web/pusher.js';
