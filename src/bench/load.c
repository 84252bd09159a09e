/*
 * The load generator of the bench: one process, one epoll loop, loopback only.
 *
 *   load storm  PORT [--at-once N] [--seconds S] [--close end|fin|reset]   connect, PING, close
 *   load refuse PORT [--at-once N] [--seconds S]                   connect, read why not, close
 *   load idle   PORT [--clients N] [--hold S]                      connect, PING, stay until told
 *   load pipe   PORT [--clients N] [--pipeline P] [--request ping|set|get] [--seconds S]
 *   load ping   PORT [--seconds S] [--hold S] [--every MICROS]     one client, one PING at a time
 *   load list   PORT [--seconds S]                                 one client, CLIENT LIST
 *   load calls  PORT [--clients N] [--seconds S] [--every MICROS]  GETs, each by the next client
 *   load pull   PORT [--value BYTES] [--seconds S]                 one client, GET of a large value
 *   load deaf   PORT [--value BYTES] [--pipeline P] [--hold S]     asks for P of them, reads nothing
 *
 * With --request get, storm and idle GET a key that is missing, and ping one of a short value.
 *
 * Each prints one line of JSON (idle: one when all are in, one when they have left). With --hold,
 * ping says when it is in, and begins when told. To tell is to write a line to the input, or end it.
 * Whatever happens, a process ends by itself: see MOST_SECONDS and MOST_HOLD_SECONDS.
 *
 * Ports. A client that closes first leaves its port in TIME_WAIT for a minute: 28,000 of them are
 * half a second of a storm, and many slow down what is measured next. SO_LINGER 0 leaves none, but
 * lets the server read an error where it should read an end. TCP_LINGER2 below 0 has both: FIN is
 * sent, and once the server has acknowledged it, the rest is dropped. The server reads an orderly
 * end, nothing is left behind, and all clients can come from 127.0.0.1 (Redis's protected mode
 * takes the other 127.0.0.x for strangers). --close fin and --close reset are there to compare.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define MOST_SECONDS 60
#define MOST_HOLD_SECONDS 600
#define MOST_CLIENTS 20000
#define MOST_ERRORS 1000
#define MOST_SAMPLES 4000000
#define EVENTS 256
#define VALUE_BYTES 100
#define MOST_VALUE_BYTES (64 << 20)

/* Ports for idle clients, below those that the kernel gives away (32768 and up, unless changed):
 * among 10,000 taken ones each connect of a storm would have to search long for a free one. */
#define HIGHEST_IDLE_PORT 32767
#define LOWEST_IDLE_PORT 22000

#define PING "*1\r\n$4\r\nPING\r\n"
#define PONG "+PONG\r\n"
#define GET_MISSING "*2\r\n$3\r\nGET\r\n$13\r\nbench:missing\r\n"
#define NOTHING "$-1\r\n"
#define GET_LARGE "*2\r\n$3\r\nGET\r\n$11\r\nbench:large\r\n"
#define REFUSAL "-ERR max number of clients reached\r\n"
#define CLIENT_LIST "*2\r\n$6\r\nCLIENT\r\n$4\r\nLIST\r\n"

struct options {
  const char *mode;
  int port;
  int clients;
  int pipeline;
  const char *request;
  double seconds;
  double hold;
  double every; /* microseconds from one PING to the next; 0 for no pause */
  int value;    /* bytes of a large one */
  const char *close; /* end, fin or reset */
};

/* ---- small things ---- */

static void die(const char *what) {
  fprintf(stderr, "load: %s%s%s\n", what, errno ? ": " : "", errno ? strerror(errno) : "");
  exit(1);
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

static void *allocate(size_t count, size_t size) {
  void *memory = calloc(count, size);
  if (memory == NULL) die("out of memory");
  return memory;
}

static void raise_open_files(void) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
  }
}

static int compare_samples(const void *a, const void *b) {
  uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  return (x > y) - (x < y);
}

/* In microseconds; samples are sorted nanoseconds. */
static double quantile(const uint32_t *sorted, size_t count, double q) {
  if (count == 0) return 0;
  size_t index = (size_t)(q * count);
  return sorted[index < count ? index : count - 1] / 1000.0;
}

/* ---- sockets: 127.0.0.1 and nothing else ---- */

static struct sockaddr_in loopback(int port) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

static void set(int fd, int level, int name, int value) {
  setsockopt(fd, level, name, &value, sizeof value);
}

/* Takes the next free port for an idle client. When there is none, the kernel will choose. Without
 * SO_REUSEADDR, as with it bind takes a port that another group of idle clients is connected from. */
static void bind_idle_port(int fd) {
  static int next = HIGHEST_IDLE_PORT;
  while (next >= LOWEST_IDLE_PORT) {
    struct sockaddr_in from = loopback(next--);
    if (bind(fd, (struct sockaddr *)&from, sizeof from) == 0) return;
  }
}

static int new_socket(int flags) {
  return socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | flags, 0);
}

/* 0 when the connection is there or on its way, else -1 with errno. */
static int begin_connect(int fd, int port) {
  struct sockaddr_in to = loopback(port);
  return connect(fd, (struct sockaddr *)&to, sizeof to) < 0 && errno != EINPROGRESS ? -1 : 0;
}

static void close_with_reset(int fd) {
  struct linger linger = {.l_onoff = 1, .l_linger = 0};
  setsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
  close(fd);
}

/* A blocking client, for what is done one at a time. Nothing may hang for more than 10 seconds. */
static int connect_and_wait(int port) {
  int fd = new_socket(0);
  if (fd < 0 || begin_connect(fd, port) < 0) die("cannot connect");
  struct timeval patience = {.tv_sec = 10};
  set(fd, IPPROTO_TCP, TCP_NODELAY, 1);
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  return fd;
}

static void ask(int fd, const char *request, size_t request_length, const char *reply) {
  char buffer[256];
  size_t want = strlen(reply);
  errno = 0;
  if (send(fd, request, request_length, MSG_NOSIGNAL) != (ssize_t)request_length ||
      recv(fd, buffer, want, MSG_WAITALL) != (ssize_t)want || memcmp(buffer, reply, want) != 0) {
    die("the server did not answer as it should");
  }
}

static void watch(int epoll, int fd, uint32_t events, uint32_t index) {
  struct epoll_event event = {.events = events, .data.u32 = index};
  if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) < 0) die("epoll_ctl");
}

/* ---- storm, refuse and idle: a visitor connects, reads one line, and closes or stays ---- */

enum visitor_state { AWAY, CONNECTING, WAITING, STAYING };

struct visitor {
  int fd;
  enum visitor_state state;
  size_t got;
  double since;
};

struct visits {
  const struct options *options;
  int epoll;
  struct visitor *visitors;
  int asks;            /* whether a visitor sends a request, or only reads */
  int stays;           /* whether it stays when it was answered */
  int closes_with_reset, drops_after_fin;
  const char *says;    /* the request of one that asks */
  const char *expects; /* the line that a visitor must read */
  size_t length;       /* of that line */
  long done, errors, no_port;
  double clock; /* the time as of the last wait; asking for each visitor would cost more */
};

static struct visits visits_of(const struct options *options, int count) {
  struct visits v = {.options = options,
                     .asks = strcmp(options->mode, "refuse") != 0,
                     .stays = strcmp(options->mode, "idle") == 0};
  v.closes_with_reset = strcmp(options->close, "reset") == 0;
  v.drops_after_fin = v.asks && strcmp(options->close, "end") == 0;
  v.epoll = epoll_create1(EPOLL_CLOEXEC);
  v.visitors = allocate(count, sizeof *v.visitors);
  int gets = strcmp(options->request, "get") == 0;
  v.says = gets ? GET_MISSING : PING;
  v.expects = !v.asks ? REFUSAL : gets ? NOTHING : PONG;
  v.length = strlen(v.expects);
  v.clock = now();
  return v;
}

static int say(const struct visits *v, struct visitor *visitor) {
  ssize_t length = strlen(v->says);
  ssize_t sent = send(visitor->fd, v->says, length, MSG_NOSIGNAL);
  if (sent == length) {
    visitor->state = WAITING;
    return 0;
  }
  return sent < 0 && (errno == EAGAIN || errno == ENOTCONN) ? 0 : -1;
}

/* Reports the first failure, and counts all. */
static void failed(struct visits *v, struct visitor *visitor, const char *why) {
  if (v->errors++ == 0) fprintf(stderr, "load: first error: %s\n", why);
  v->no_port += errno == EADDRNOTAVAIL;
  if (visitor->state != AWAY) close(visitor->fd);
  visitor->state = AWAY;
}

static void come(struct visits *v, int index) {
  struct visitor *visitor = &v->visitors[index];
  visitor->fd = new_socket(SOCK_NONBLOCK);
  if (visitor->fd < 0) die("socket");
  visitor->got = 0;
  visitor->since = v->clock;
  visitor->state = CONNECTING;
  if (v->stays) bind_idle_port(visitor->fd);
  if (begin_connect(visitor->fd, v->options->port) < 0) {
    failed(v, visitor, strerror(errno));
    return;
  }
  /* Over loopback connect nearly always completes at once, so the request can be sent. */
  if (v->asks && say(v, visitor) < 0) {
    failed(v, visitor, strerror(errno));
    return;
  }
  int writable_too = v->asks && visitor->state == CONNECTING;
  watch(v->epoll, visitor->fd, writable_too ? EPOLLIN | EPOLLOUT : EPOLLIN, index);
}

static void leave(struct visits *v, struct visitor *visitor) {
  if (v->closes_with_reset) {
    close_with_reset(visitor->fd);
  } else {
    if (v->drops_after_fin) set(visitor->fd, IPPROTO_TCP, TCP_LINGER2, -1);
    close(visitor->fd);
  }
  visitor->state = AWAY;
  v->done++;
}

/* True once the visitor has read its line, and when refused also the end behind it. */
static int has_heard(struct visits *v, struct visitor *visitor) {
  char buffer[128];
  ssize_t n = recv(visitor->fd, buffer, sizeof buffer - 1, 0);
  if (n < 0) {
    if (errno != EAGAIN) failed(v, visitor, strerror(errno));
    return 0;
  }
  buffer[n] = '\0';
  if (n == 0 && !v->asks && visitor->got == v->length) return 1;
  if (n == 0 || visitor->got + n > v->length || memcmp(buffer, v->expects + visitor->got, n) != 0) {
    errno = 0;
    failed(v, visitor, n == 0 ? "the server closed without a word" : buffer);
    return 0;
  }
  visitor->got += n;
  return v->asks && visitor->got == v->length;
}

static int visitor_is_ready(struct visits *v, int index) {
  struct visitor *visitor = &v->visitors[index];
  if (visitor->state == CONNECTING && v->asks) {
    if (say(v, visitor) < 0) {
      failed(v, visitor, strerror(errno));
    } else if (visitor->state == WAITING) {
      struct epoll_event event = {.events = EPOLLIN, .data.u32 = index};
      epoll_ctl(v->epoll, EPOLL_CTL_MOD, visitor->fd, &event);
    }
    return 0;
  }
  return has_heard(v, visitor);
}

static void mind_errors(const struct visits *v) {
  if (v->errors > MOST_ERRORS) {
    errno = 0;
    die("too many errors: is the server up, and does it answer as this mode needs?");
  }
}

/* Counted by themselves: visitors that wait much too long would only look like a lower rate. */
static int visitors_stuck(const struct visits *v) {
  int stuck = 0;
  for (int i = 0; i < v->options->clients; i++) {
    stuck += v->visitors[i].state != AWAY && v->clock - v->visitors[i].since > 0.5;
  }
  return stuck;
}

static void run_storm(const struct options *options) {
  struct visits v = visits_of(options, options->clients);
  struct epoll_event events[EVENTS];
  double begin = v.clock, end = begin + options->seconds;
  for (int i = 0; i < options->clients; i++) come(&v, i);
  while (v.clock < end) {
    int n = epoll_wait(v.epoll, events, EVENTS, 50);
    v.clock = now();
    for (int i = 0; i < n; i++) {
      int index = events[i].data.u32;
      if (visitor_is_ready(&v, index)) leave(&v, &v.visitors[index]);
      if (v.visitors[index].state == AWAY) come(&v, index);
    }
    mind_errors(&v);
  }
  double took = v.clock - begin;
  printf("{\"mode\":\"%s\",\"done\":%ld,\"errors\":%ld,\"no_port\":%ld,\"stuck\":%d,"
         "\"seconds\":%.3f,\"per_second\":%.0f}\n",
         options->mode, v.done, v.errors, v.no_port, visitors_stuck(&v), took, v.done / took);
}

static void open_all(struct visits *v) {
  enum { AT_ONCE = 100 };
  struct epoll_event events[EVENTS];
  int count = v->options->clients, begun = 0, staying = 0;
  double end = v->clock + MOST_SECONDS;
  while (staying < count && v->clock < end) {
    while (begun < count && begun - staying < AT_ONCE) come(v, begun++);
    int n = epoll_wait(v->epoll, events, EVENTS, 50);
    v->clock = now();
    for (int i = 0; i < n; i++) {
      struct visitor *visitor = &v->visitors[events[i].data.u32];
      if (visitor_is_ready(v, events[i].data.u32)) {
        visitor->state = STAYING;
        epoll_ctl(v->epoll, EPOLL_CTL_DEL, visitor->fd, NULL);
        staying++;
      }
    }
    if (v->errors > 0) die("not every client got in");
  }
  v->done = staying;
}

/* Any line, or the end of the input, ends them. */
static void wait_for_word(double seconds) {
  struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
  poll(&input, 1, (int)(seconds * 1000));
}

static void run_idle(const struct options *options) {
  struct visits v = visits_of(options, options->clients);
  double begin = now();
  open_all(&v);
  printf("{\"mode\":\"idle\",\"done\":%ld,\"errors\":%ld,\"seconds\":%.3f}\n", v.done, v.errors,
         now() - begin);
  fflush(stdout);
  wait_for_word(options->hold > 0 ? options->hold : MOST_HOLD_SECONDS);
  int lost = 0;
  for (int i = 0; i < options->clients; i++) {
    char byte;
    int fd = v.visitors[i].fd;
    lost += recv(fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) >= 0 || errno != EAGAIN;
    close_with_reset(fd);
  }
  printf("{\"mode\":\"idle\",\"done\":%ld,\"lost\":%d}\n", v.done, lost);
}

/* ---- pipe: clients that send P requests at once, and again when all P are answered ---- */

struct piper {
  int fd;
  char *batch; /* P requests */
  size_t batch_length, sent, got;
};

struct pipes {
  const struct options *options;
  int epoll;
  struct piper *pipers;
  char *expects; /* P replies, the same for all clients */
  size_t expects_length;
  char *buffer; /* room for P replies */
  long done, errors;
};

static char *repeat(const char *text, size_t length, int times) {
  char *all = allocate(times, length);
  for (int i = 0; i < times; i++) memcpy(all + i * length, text, length);
  return all;
}

/* The request of one client. Each has a key of its own: one for all would be one cache line. */
static size_t write_request(char *out, size_t room, const char *request, int client) {
  char value[VALUE_BYTES + 1] = {0};
  memset(value, 'x', VALUE_BYTES);
  if (strcmp(request, "set") == 0) {
    return snprintf(out, room, "*3\r\n$3\r\nSET\r\n$10\r\nbench:%04d\r\n$%d\r\n%s\r\n", client,
                    VALUE_BYTES, value);
  }
  if (strcmp(request, "get") == 0) {
    return snprintf(out, room, "*2\r\n$3\r\nGET\r\n$10\r\nbench:%04d\r\n", client);
  }
  return snprintf(out, room, "%s", PING);
}

static size_t write_reply(char *out, size_t room, const char *request) {
  char value[VALUE_BYTES + 1] = {0};
  memset(value, 'x', VALUE_BYTES);
  if (strcmp(request, "set") == 0) return snprintf(out, room, "+OK\r\n");
  if (strcmp(request, "get") == 0) return snprintf(out, room, "$%d\r\n%s\r\n", VALUE_BYTES, value);
  return snprintf(out, room, "%s", PONG);
}

static void open_piper(struct pipes *p, int index) {
  struct piper *piper = &p->pipers[index];
  const struct options *options = p->options;
  char text[256];
  piper->fd = connect_and_wait(options->port);
  if (strcmp(options->request, "get") == 0) {
    size_t length = write_request(text, sizeof text, "set", index);
    ask(piper->fd, text, length, "+OK\r\n");
  } else {
    ask(piper->fd, PING, sizeof PING - 1, PONG);
  }
  size_t length = write_request(text, sizeof text, options->request, index);
  piper->batch = repeat(text, length, options->pipeline);
  piper->batch_length = length * options->pipeline;
  fcntl(piper->fd, F_SETFL, O_NONBLOCK);
  watch(p->epoll, piper->fd, EPOLLIN | EPOLLOUT | EPOLLET, index);
}

static void send_rest(struct pipes *p, struct piper *piper) {
  while (piper->sent < piper->batch_length) {
    ssize_t n = send(piper->fd, piper->batch + piper->sent, piper->batch_length - piper->sent,
                     MSG_NOSIGNAL);
    if (n < 0) {
      if (errno != EAGAIN) p->errors++;
      return;
    }
    piper->sent += n;
  }
}

/* Waits are edge-triggered: what is not taken now is not announced again, so all is taken. */
static void pump(struct pipes *p, struct piper *piper) {
  send_rest(p, piper);
  while (piper->got < p->expects_length) {
    size_t want = p->expects_length - piper->got;
    ssize_t n = recv(piper->fd, p->buffer, want, 0);
    if (n < 0 && errno == EAGAIN) return;
    if (n <= 0 || memcmp(p->buffer, p->expects + piper->got, n) != 0) {
      p->errors++;
      epoll_ctl(p->epoll, EPOLL_CTL_DEL, piper->fd, NULL);
      return;
    }
    piper->got += n;
    /* A short read has emptied the socket; another would only cost a call. */
    if ((size_t)n < want) return;
  }
  p->done += p->options->pipeline;
  piper->got = piper->sent = 0;
  send_rest(p, piper);
}

static void run_pipe(const struct options *options) {
  struct pipes p = {.options = options, .epoll = epoll_create1(EPOLL_CLOEXEC)};
  struct epoll_event events[EVENTS];
  char reply[256];
  size_t length = write_reply(reply, sizeof reply, options->request);
  p.pipers = allocate(options->clients, sizeof *p.pipers);
  p.expects = repeat(reply, length, options->pipeline);
  p.expects_length = length * options->pipeline;
  p.buffer = allocate(1, p.expects_length);
  for (int i = 0; i < options->clients; i++) open_piper(&p, i);
  double begin = now(), clock = begin, end = begin + options->seconds;
  while (clock < end && p.errors == 0) {
    int n = epoll_wait(p.epoll, events, EVENTS, 50);
    for (int i = 0; i < n; i++) pump(&p, &p.pipers[events[i].data.u32]);
    clock = now();
  }
  printf("{\"mode\":\"pipe\",\"done\":%ld,\"errors\":%ld,\"seconds\":%.3f,\"per_second\":%.0f}\n",
         p.done, p.errors, clock - begin, p.done / (clock - begin));
}

/* ---- ping, list, pull and calls: one request at a time ---- */

static void print_times(const char *mode, uint32_t *samples, size_t count, long bytes,
                        double took) {
  qsort(samples, count, sizeof *samples, compare_samples);
  printf("{\"mode\":\"%s\",\"done\":%zu,\"errors\":0,\"bytes\":%ld,\"seconds\":%.3f,"
         "\"p50\":%.1f,\"p99\":%.1f,\"p999\":%.1f,\"max\":%.1f}\n",
         mode, count, bytes, took, quantile(samples, count, 0.5), quantile(samples, count, 0.99),
         quantile(samples, count, 0.999), quantile(samples, count, 1));
}

/* Reads one bulk string to its end; gives its length. */
static long read_bulk(int fd) {
  char buffer[1 << 16];
  long length = -1, read = 0, head = 0;
  while (length < 0 || read < head + length + 2) {
    ssize_t n = recv(fd, buffer, sizeof buffer, 0);
    if (n <= 0) die("a bulk string did not come to its end");
    if (length < 0) {
      /* The head comes in one piece: it is shorter than any segment. */
      char *end = memchr(buffer, '\n', n);
      if (buffer[0] != '$' || end == NULL) die("the answer is no bulk string");
      length = strtol(buffer + 1, NULL, 10);
      head = end - buffer + 1;
    }
    read += n;
  }
  return length;
}

/*
 * When the next request begins. With --every, a request that is due while the last one waits for its
 * reply counts from when it was due; a late wake-up of this process does not count.
 */
static double wait_until(double due, double last_answer) {
  double ahead = due - last_answer;
  if (ahead < 0) return due;
  struct timespec pause = {.tv_sec = (time_t)ahead};
  pause.tv_nsec = (long)((ahead - pause.tv_sec) * 1e9);
  nanosleep(&pause, NULL);
  return now();
}

static long ask_bulk(int fd, const char *request) {
  if (send(fd, request, strlen(request), MSG_NOSIGNAL) < 0) die("send");
  return read_bulk(fd);
}

/* Writes the large value that pull and deaf get. */
static void set_large(int fd, int bytes) {
  char head[80];
  int length = snprintf(head, sizeof head, "*3\r\n$3\r\nSET\r\n$11\r\nbench:large\r\n$%d\r\n", bytes);
  char *request = allocate(1, length + bytes + 2);
  memcpy(request, head, length);
  memset(request + length, 'x', bytes);
  memcpy(request + length + bytes, "\r\n", 2);
  ask(fd, request, length + bytes + 2, "+OK\r\n");
  free(request);
}

static uint32_t nanoseconds(double seconds) {
  return seconds * 1e9 < UINT32_MAX ? (uint32_t)(seconds * 1e9) : UINT32_MAX;
}

/* Says that a client is in, and waits until told. */
static void wait_to_begin(const struct options *options) {
  printf("{\"mode\":\"%s\",\"done\":1}\n", options->mode);
  fflush(stdout);
  wait_for_word(options->hold);
}

static void run_one_by_one(const struct options *options) {
  int is_list = strcmp(options->mode, "list") == 0;
  int is_pull = strcmp(options->mode, "pull") == 0;
  uint32_t *samples = allocate(MOST_SAMPLES, sizeof *samples);
  int fd = connect_and_wait(options->port);
  size_t count = 0;
  long bytes = 0;
  char text[256], request[256], reply[256];
  write_request(request, sizeof request, options->request, 0);
  write_reply(reply, sizeof reply, options->request);
  if (is_pull) set_large(fd, options->value);
  if (strcmp(options->request, "get") == 0) {
    ask(fd, text, write_request(text, sizeof text, "set", 0), "+OK\r\n");
  }
  if (options->hold > 0 && !is_list) {
    ask(fd, request, strlen(request), reply);
    wait_to_begin(options);
  }
  double begin = now(), after = begin, end = begin + options->seconds;
  for (double due = begin; after < end && count < MOST_SAMPLES; due += options->every / 1e6) {
    double before = options->every > 0 ? wait_until(due, after) : after;
    if (is_list) {
      bytes = ask_bulk(fd, CLIENT_LIST);
    } else if (is_pull) {
      bytes = ask_bulk(fd, GET_LARGE);
    } else {
      ask(fd, request, strlen(request), reply);
    }
    after = now();
    samples[count++] = nanoseconds(after - before);
  }
  print_times(options->mode, samples, count, bytes, after - begin);
}

/* Many clients that ask now and then: at a pace, the next one each time. */
static void run_calls(const struct options *options) {
  uint32_t *samples = allocate(MOST_SAMPLES, sizeof *samples);
  int *clients = allocate(options->clients, sizeof *clients);
  size_t count = 0;
  char text[256], reply[256];
  size_t length = write_request(text, sizeof text, "set", 0);
  for (int i = 0; i < options->clients; i++) {
    clients[i] = connect_and_wait(options->port);
    ask(clients[i], text, length, "+OK\r\n");
  }
  length = write_request(text, sizeof text, "get", 0);
  write_reply(reply, sizeof reply, "get");
  double pace = options->every > 0 ? options->every / 1e6 : 1e-3;
  if (options->hold > 0) wait_to_begin(options);
  double begin = now(), after = begin, end = begin + options->seconds;
  for (double due = begin; after < end && count < MOST_SAMPLES; due += pace) {
    double before = wait_until(due, after);
    ask(clients[count % options->clients], text, length, reply);
    after = now();
    samples[count++] = nanoseconds(after - before);
  }
  print_times(options->mode, samples, count, 0, after - begin);
}

/* A client that asks for much and takes nothing, until told. */
static void run_deaf(const struct options *options) {
  int fd = connect_and_wait(options->port);
  set_large(fd, options->value);
  for (int i = 0; i < options->pipeline; i++) {
    if (send(fd, GET_LARGE, sizeof GET_LARGE - 1, MSG_NOSIGNAL) < 0) die("send");
  }
  struct options told = *options;
  told.hold = options->hold > 0 ? options->hold : MOST_HOLD_SECONDS;
  wait_to_begin(&told);
  close_with_reset(fd);
}

/* ---- the command line ---- */

static void usage(void) {
  fprintf(stderr, "usage: load storm|refuse|idle|pipe|ping|list|calls|pull|deaf PORT [--at-once N] [--clients N]"
                  " [--pipeline P] [--request ping|set|get] [--seconds S] [--hold S] [--every MICROS]"
                  " [--value BYTES] [--close end|fin|reset]\n");
  exit(2);
}

static double number(const char *text, double least, double most) {
  char *end;
  double value = strtod(text, &end);
  if (*text == '\0' || *end != '\0' || value < least || value > most) {
    fprintf(stderr, "load: %s is not from %g to %g\n", text, least, most);
    exit(2);
  }
  return value;
}

static void read_option(struct options *options, const char *name, const char *value) {
  if (strcmp(name, "--clients") == 0 || strcmp(name, "--at-once") == 0) {
    options->clients = (int)number(value, 1, MOST_CLIENTS);
  } else if (strcmp(name, "--pipeline") == 0) {
    options->pipeline = (int)number(value, 1, 1000);
  } else if (strcmp(name, "--seconds") == 0) {
    options->seconds = number(value, 0.1, MOST_SECONDS);
  } else if (strcmp(name, "--hold") == 0) {
    options->hold = number(value, 0, MOST_HOLD_SECONDS);
  } else if (strcmp(name, "--every") == 0) {
    options->every = number(value, 100, 1e6);
  } else if (strcmp(name, "--value") == 0) {
    options->value = (int)number(value, 1, MOST_VALUE_BYTES);
  } else if (strcmp(name, "--request") == 0) {
    options->request = value;
  } else if (strcmp(name, "--close") == 0) {
    options->close = value;
  } else {
    usage();
  }
}

static struct options read_command_line(int count, char **words) {
  if (count < 3 || count % 2 == 0) usage();
  struct options options = {.mode = words[1], .clients = 50, .pipeline = 1, .request = "ping",
                            .close = "end", .seconds = 2, .value = 1000000};
  /* No address: the load cannot be sent to another machine. */
  options.port = (int)number(words[2], 1, 65535);
  for (int i = 3; i < count; i += 2) read_option(&options, words[i], words[i + 1]);
  return options;
}

int main(int count, char **words) {
  struct options options = read_command_line(count, words);
  raise_open_files();
  /* Ends with its parent, and after a time if it hangs. */
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  alarm(2 * MOST_SECONDS + MOST_HOLD_SECONDS);
  const char *mode = options.mode;
  if (strcmp(mode, "storm") == 0 || strcmp(mode, "refuse") == 0) run_storm(&options);
  else if (strcmp(mode, "idle") == 0) run_idle(&options);
  else if (strcmp(mode, "pipe") == 0) run_pipe(&options);
  else if (strcmp(mode, "ping") == 0 || strcmp(mode, "list") == 0 || strcmp(mode, "pull") == 0)
    run_one_by_one(&options);
  else if (strcmp(mode, "calls") == 0) run_calls(&options);
  else if (strcmp(mode, "deaf") == 0) run_deaf(&options);
  else usage();
  return 0;
}
