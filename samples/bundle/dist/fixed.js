// The twin of leaking.js: the middleware keeps only the last twenty records.
//
// heapwise: load /orders/{n}
// heapwise: expect no-leak
var __create = Object.create;
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __getProtoOf = Object.getPrototypeOf;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __copyProps = (to, from, except, desc) => {
  if (from && typeof from === "object" || typeof from === "function") {
    for (let key of __getOwnPropNames(from))
      if (!__hasOwnProp.call(to, key) && key !== except)
        __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable });
  }
  return to;
};
var __toESM = (mod, isNodeMode, target) => (target = mod != null ? __create(__getProtoOf(mod)) : {}, __copyProps(
  // If the importer is in node compatibility mode or this is not an ESM
  // file that has been converted to a CommonJS file using a Babel-
  // compatible transform (i.e. "__esModule" has not been set), then set
  // "default" to the CommonJS "module.exports" for node compatibility.
  isNodeMode || !mod || !mod.__esModule ? __defProp(target, "default", { value: mod, enumerable: true }) : target,
  mod
));

// src/bounded-audit.js
var KEPT = 20;
var trail = [];
function audit(request, response, next) {
  const entry = {
    path: request.url,
    at: process.hrtime(),
    headers: { ...request.headers },
    timings: Array.from({ length: 150 }, (_, step) => step * 1.5)
  };
  trail.push(entry);
  if (trail.length > KEPT) trail.shift();
  response.setHeader("x-audit", String(trail.length));
  next();
}

// src/router.js
var import_node_http = __toESM(require("node:http"));
var Router = class {
  constructor() {
    this.middleware = [];
    this.routes = /* @__PURE__ */ new Map();
  }
  use(step) {
    this.middleware.push(step);
    return this;
  }
  get(name, handler) {
    this.routes.set(`GET ${name}`, handler);
    return this;
  }
  handle(request, response) {
    const [, name, id] = request.url.split("/");
    request.params = { id };
    const steps = [...this.middleware, this.routes.get(`${request.method} ${name}`) ?? notFound];
    const next = () => steps.shift()?.(request, response, next);
    next();
  }
  listen(port, host, ready) {
    return import_node_http.default.createServer((request, response) => this.handle(request, response)).listen(port, host, ready);
  }
};
function notFound(request, response) {
  response.writeHead(404).end();
}

// src/fixed.js
var app = new Router();
app.use(audit).get("orders", (request, response) => response.end(`order ${request.params.id}
`));
var server = app.listen(Number(process.env.PORT ?? 3001), "127.0.0.1", () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
//# sourceMappingURL=data:application/json;base64,ewogICJ2ZXJzaW9uIjogMywKICAic291cmNlcyI6IFsiLi4vc3JjL2JvdW5kZWQtYXVkaXQuanMiLCAiLi4vc3JjL3JvdXRlci5qcyIsICIuLi9zcmMvZml4ZWQuanMiXSwKICAic291cmNlc0NvbnRlbnQiOiBbIi8qKiBUaGUgbGF0ZXN0IHJlcXVlc3RzLiBPbGRlciBvbmVzIGFyZSBkcm9wcGVkIHRvIG1ha2Ugcm9vbS4gKi9cbmNvbnN0IEtFUFQgPSAyMDtcbmNvbnN0IHRyYWlsID0gW107XG5cbmV4cG9ydCBmdW5jdGlvbiBhdWRpdChyZXF1ZXN0LCByZXNwb25zZSwgbmV4dCkge1xuICBjb25zdCBlbnRyeSA9IHtcbiAgICBwYXRoOiByZXF1ZXN0LnVybCxcbiAgICBhdDogcHJvY2Vzcy5ocnRpbWUoKSxcbiAgICBoZWFkZXJzOiB7IC4uLnJlcXVlc3QuaGVhZGVycyB9LFxuICAgIHRpbWluZ3M6IEFycmF5LmZyb20oeyBsZW5ndGg6IDE1MCB9LCAoXywgc3RlcCkgPT4gc3RlcCAqIDEuNSksXG4gIH07XG4gIHRyYWlsLnB1c2goZW50cnkpO1xuICBpZiAodHJhaWwubGVuZ3RoID4gS0VQVCkgdHJhaWwuc2hpZnQoKTtcbiAgcmVzcG9uc2Uuc2V0SGVhZGVyKCd4LWF1ZGl0JywgU3RyaW5nKHRyYWlsLmxlbmd0aCkpO1xuICBuZXh0KCk7XG59XG4iLCAiaW1wb3J0IGh0dHAgZnJvbSAnbm9kZTpodHRwJztcblxuLyoqIFJvdXRlcyBieSBtZXRob2QgYW5kIGZpcnN0IHBhdGggc2VnbWVudCwgcHJlY2VkZWQgYnkgbWlkZGxld2FyZS4gKi9cbmV4cG9ydCBjbGFzcyBSb3V0ZXIge1xuICBjb25zdHJ1Y3RvcigpIHtcbiAgICB0aGlzLm1pZGRsZXdhcmUgPSBbXTtcbiAgICB0aGlzLnJvdXRlcyA9IG5ldyBNYXAoKTtcbiAgfVxuXG4gIHVzZShzdGVwKSB7XG4gICAgdGhpcy5taWRkbGV3YXJlLnB1c2goc3RlcCk7XG4gICAgcmV0dXJuIHRoaXM7XG4gIH1cblxuICBnZXQobmFtZSwgaGFuZGxlcikge1xuICAgIHRoaXMucm91dGVzLnNldChgR0VUICR7bmFtZX1gLCBoYW5kbGVyKTtcbiAgICByZXR1cm4gdGhpcztcbiAgfVxuXG4gIGhhbmRsZShyZXF1ZXN0LCByZXNwb25zZSkge1xuICAgIGNvbnN0IFssIG5hbWUsIGlkXSA9IHJlcXVlc3QudXJsLnNwbGl0KCcvJyk7XG4gICAgcmVxdWVzdC5wYXJhbXMgPSB7IGlkIH07XG4gICAgY29uc3Qgc3RlcHMgPSBbLi4udGhpcy5taWRkbGV3YXJlLCB0aGlzLnJvdXRlcy5nZXQoYCR7cmVxdWVzdC5tZXRob2R9ICR7bmFtZX1gKSA/PyBub3RGb3VuZF07XG4gICAgY29uc3QgbmV4dCA9ICgpID0+IHN0ZXBzLnNoaWZ0KCk/LihyZXF1ZXN0LCByZXNwb25zZSwgbmV4dCk7XG4gICAgbmV4dCgpO1xuICB9XG5cbiAgbGlzdGVuKHBvcnQsIGhvc3QsIHJlYWR5KSB7XG4gICAgcmV0dXJuIGh0dHAuY3JlYXRlU2VydmVyKChyZXF1ZXN0LCByZXNwb25zZSkgPT4gdGhpcy5oYW5kbGUocmVxdWVzdCwgcmVzcG9uc2UpKS5saXN0ZW4ocG9ydCwgaG9zdCwgcmVhZHkpO1xuICB9XG59XG5cbmZ1bmN0aW9uIG5vdEZvdW5kKHJlcXVlc3QsIHJlc3BvbnNlKSB7XG4gIHJlc3BvbnNlLndyaXRlSGVhZCg0MDQpLmVuZCgpO1xufVxuIiwgIi8vIFRoZSB0d2luIG9mIGxlYWtpbmcuanM6IHRoZSBtaWRkbGV3YXJlIGtlZXBzIG9ubHkgdGhlIGxhc3QgdHdlbnR5IHJlY29yZHMuXG4vL1xuLy8gaGVhcHdpc2U6IGxvYWQgL29yZGVycy97bn1cbi8vIGhlYXB3aXNlOiBleHBlY3Qgbm8tbGVha1xuXG5pbXBvcnQgeyBhdWRpdCB9IGZyb20gJy4vYm91bmRlZC1hdWRpdC5qcyc7XG5pbXBvcnQgeyBSb3V0ZXIgfSBmcm9tICcuL3JvdXRlci5qcyc7XG5cbmNvbnN0IGFwcCA9IG5ldyBSb3V0ZXIoKTtcbmFwcC51c2UoYXVkaXQpLmdldCgnb3JkZXJzJywgKHJlcXVlc3QsIHJlc3BvbnNlKSA9PiByZXNwb25zZS5lbmQoYG9yZGVyICR7cmVxdWVzdC5wYXJhbXMuaWR9XFxuYCkpO1xuXG5jb25zdCBzZXJ2ZXIgPSBhcHAubGlzdGVuKE51bWJlcihwcm9jZXNzLmVudi5QT1JUID8/IDMwMDEpLCAnMTI3LjAuMC4xJywgKCkgPT4ge1xuICBjb25zb2xlLmxvZyhgbGlzdGVuaW5nIG9uIGh0dHA6Ly8xMjcuMC4wLjE6JHtzZXJ2ZXIuYWRkcmVzcygpLnBvcnR9L2ApO1xufSk7XG4iXSwKICAibWFwcGluZ3MiOiAiOzs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7O0FBQ0EsSUFBTSxPQUFPO0FBQ2IsSUFBTSxRQUFRLENBQUM7QUFFUixTQUFTLE1BQU0sU0FBUyxVQUFVLE1BQU07QUFDN0MsUUFBTSxRQUFRO0FBQUEsSUFDWixNQUFNLFFBQVE7QUFBQSxJQUNkLElBQUksUUFBUSxPQUFPO0FBQUEsSUFDbkIsU0FBUyxFQUFFLEdBQUcsUUFBUSxRQUFRO0FBQUEsSUFDOUIsU0FBUyxNQUFNLEtBQUssRUFBRSxRQUFRLElBQUksR0FBRyxDQUFDLEdBQUcsU0FBUyxPQUFPLEdBQUc7QUFBQSxFQUM5RDtBQUNBLFFBQU0sS0FBSyxLQUFLO0FBQ2hCLE1BQUksTUFBTSxTQUFTLEtBQU0sT0FBTSxNQUFNO0FBQ3JDLFdBQVMsVUFBVSxXQUFXLE9BQU8sTUFBTSxNQUFNLENBQUM7QUFDbEQsT0FBSztBQUNQOzs7QUNmQSx1QkFBaUI7QUFHVixJQUFNLFNBQU4sTUFBYTtBQUFBLEVBQ2xCLGNBQWM7QUFDWixTQUFLLGFBQWEsQ0FBQztBQUNuQixTQUFLLFNBQVMsb0JBQUksSUFBSTtBQUFBLEVBQ3hCO0FBQUEsRUFFQSxJQUFJLE1BQU07QUFDUixTQUFLLFdBQVcsS0FBSyxJQUFJO0FBQ3pCLFdBQU87QUFBQSxFQUNUO0FBQUEsRUFFQSxJQUFJLE1BQU0sU0FBUztBQUNqQixTQUFLLE9BQU8sSUFBSSxPQUFPLElBQUksSUFBSSxPQUFPO0FBQ3RDLFdBQU87QUFBQSxFQUNUO0FBQUEsRUFFQSxPQUFPLFNBQVMsVUFBVTtBQUN4QixVQUFNLENBQUMsRUFBRSxNQUFNLEVBQUUsSUFBSSxRQUFRLElBQUksTUFBTSxHQUFHO0FBQzFDLFlBQVEsU0FBUyxFQUFFLEdBQUc7QUFDdEIsVUFBTSxRQUFRLENBQUMsR0FBRyxLQUFLLFlBQVksS0FBSyxPQUFPLElBQUksR0FBRyxRQUFRLE1BQU0sSUFBSSxJQUFJLEVBQUUsS0FBSyxRQUFRO0FBQzNGLFVBQU0sT0FBTyxNQUFNLE1BQU0sTUFBTSxJQUFJLFNBQVMsVUFBVSxJQUFJO0FBQzFELFNBQUs7QUFBQSxFQUNQO0FBQUEsRUFFQSxPQUFPLE1BQU0sTUFBTSxPQUFPO0FBQ3hCLFdBQU8saUJBQUFBLFFBQUssYUFBYSxDQUFDLFNBQVMsYUFBYSxLQUFLLE9BQU8sU0FBUyxRQUFRLENBQUMsRUFBRSxPQUFPLE1BQU0sTUFBTSxLQUFLO0FBQUEsRUFDMUc7QUFDRjtBQUVBLFNBQVMsU0FBUyxTQUFTLFVBQVU7QUFDbkMsV0FBUyxVQUFVLEdBQUcsRUFBRSxJQUFJO0FBQzlCOzs7QUMxQkEsSUFBTSxNQUFNLElBQUksT0FBTztBQUN2QixJQUFJLElBQUksS0FBSyxFQUFFLElBQUksVUFBVSxDQUFDLFNBQVMsYUFBYSxTQUFTLElBQUksU0FBUyxRQUFRLE9BQU8sRUFBRTtBQUFBLENBQUksQ0FBQztBQUVoRyxJQUFNLFNBQVMsSUFBSSxPQUFPLE9BQU8sUUFBUSxJQUFJLFFBQVEsSUFBSSxHQUFHLGFBQWEsTUFBTTtBQUM3RSxVQUFRLElBQUksaUNBQWlDLE9BQU8sUUFBUSxFQUFFLElBQUksR0FBRztBQUN2RSxDQUFDOyIsCiAgIm5hbWVzIjogWyJodHRwIl0KfQo=
