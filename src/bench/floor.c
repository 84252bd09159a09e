/*
 * The floor of the bench: the kernel's cost of a connection and a PING. One epoll loop accepts,
 * replies +PONG to each request, and closes when the peer does. It gives the figures of real
 * servers a scale.
 *
 *   floor PORT      on 127.0.0.1, for half an hour at the most
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#define MOST_DESCRIPTORS 65536
#define MOST_ACCEPTS_A_TURN 10
#define LIFETIME_SECONDS 1800
#define INPUT_BYTES 16384

/* A PING is an array of one string: three lines. */
#define LINES_OF_A_PING 3

static unsigned char lines_left_over[MOST_DESCRIPTORS];
static char pongs[INPUT_BYTES]; /* a PONG is shorter than a PING, so these are always enough */

static void die(const char *what) {
  perror(what);
  exit(1);
}

static void watch(int epoll, int fd) {
  struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
  if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) < 0) die("epoll_ctl");
}

static int listen_on(int port) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
  int on = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind(fd, (struct sockaddr *)&address, sizeof address) < 0) die("bind");
  if (listen(fd, 511) < 0) die("listen");
  return fd;
}

static void accept_some(int epoll, int listener) {
  for (int i = 0; i < MOST_ACCEPTS_A_TURN; i++) {
    int on = 1, fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
    if (fd < 0) return;
    if (fd >= MOST_DESCRIPTORS) {
      close(fd);
      continue;
    }
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    lines_left_over[fd] = 0;
    watch(epoll, fd);
  }
}

static int count_lines(const char *bytes, ssize_t length) {
  int lines = 0;
  const char *end = bytes + length;
  while ((bytes = memchr(bytes, '\n', end - bytes)) != NULL) {
    lines++;
    bytes++;
  }
  return lines;
}

static void serve(int fd) {
  char input[INPUT_BYTES];
  ssize_t n = read(fd, input, sizeof input);
  if (n < 0 && errno == EAGAIN) return;
  if (n <= 0) {
    close(fd);
    return;
  }
  int lines = lines_left_over[fd] + count_lines(input, n);
  lines_left_over[fd] = lines % LINES_OF_A_PING;
  size_t length = (size_t)(lines / LINES_OF_A_PING) * 7;
  /* Clients of the bench always read, so short writes do not happen; they would see it. */
  if (length > 0 && send(fd, pongs, length, MSG_NOSIGNAL) < 0) close(fd);
}

int main(int count, char **words) {
  if (count != 2) {
    fprintf(stderr, "usage: floor PORT\n");
    return 2;
  }
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  alarm(LIFETIME_SECONDS);
  for (size_t i = 0; i + 7 <= sizeof pongs; i += 7) memcpy(pongs + i, "+PONG\r\n", 7);
  int listener = listen_on(atoi(words[1])), epoll = epoll_create1(0);
  struct epoll_event events[256];
  watch(epoll, listener);
  for (;;) {
    int n = epoll_wait(epoll, events, 256, -1);
    for (int i = 0; i < n; i++) {
      if (events[i].data.fd == listener) {
        accept_some(epoll, listener);
      } else {
        serve(events[i].data.fd);
      }
    }
  }
}
