/** Passwords: who must give one, and whether it is right. */
package io.ostiary.auth;
