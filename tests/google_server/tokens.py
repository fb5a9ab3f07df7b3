"""Google's token endpoints: RS256 assertions, refresh tokens, impersonation, federation, and allowed locations."""

from __future__ import annotations

import base64
import json
from typing import Any

from .errors import Refusal
from .world import SPREADSHEETS, World, when

Json = dict[str, Any]
AUDIENCES = {"https://oauth2.googleapis.com/token", "https://www.googleapis.com/oauth2/v4/token",
             "https://accounts.google.com/o/oauth2/token"}  # fmt: skip
SHORT = ("Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. "
         "Check your iat and exp values in the JWT claim.")  # fmt: skip
LEEWAY = 300
LONGEST = 3600


class Denied(Exception):
    """An answer of the token endpoint that is not a token: OAuth's own form."""

    def __init__(self, error: str, description: str, code: int = 400):
        super().__init__(description)
        self.code, self.body = code, {"error": error, "error_description": description}


def _decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def _claims(assertion: str) -> tuple[Json, Json, bytes, bytes]:
    try:
        head, body, signature = assertion.split(".")
        header, claims = json.loads(_decoded(head)), json.loads(_decoded(body))
        return header, claims, _decoded(signature), f"{head}.{body}".encode()
    except ValueError:
        raise Denied("invalid_grant", "Invalid JWT: Failed to parse.") from None


def verify(world: World, key: Any, signature: bytes, signed: bytes) -> None:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.hashes import SHA256

    try:
        key.verify(signature, signed, PKCS1v15(), SHA256())
    except InvalidSignature:
        raise Denied("invalid_grant", "Invalid JWT Signature.") from None


def _by_assertion(world: World, assertion: str, audience: str) -> tuple[str, str]:
    header, claims, signature, signed = _claims(assertion)
    email = str(claims.get("iss", ""))
    if header.get("alg") != "RS256":
        raise Denied("invalid_grant", "Invalid JWT: unsupported algorithm.")
    if world.keys and email not in world.keys:
        raise Denied("invalid_grant", "Invalid grant: account not found")
    if email in world.keys:
        verify(world, world.keys[email], signature, signed)
    if claims.get("aud") not in AUDIENCES | {audience}:
        raise Denied("invalid_grant", "Invalid JWT: Failed audience check.")
    now, issued, expires = world.clock.now(), claims.get("iat", 0), claims.get("exp", 0)
    if issued > now + LEEWAY or expires <= now or expires - issued > LONGEST:
        raise Denied("invalid_grant", SHORT)
    if not str(claims.get("scope", "")).strip():
        raise Denied("invalid_scope", "Invalid OAuth scope or ID token audience provided.")
    return str(claims.get("sub") or email), claims["scope"]


def token(world: World, form: Json, audience: str) -> Json:
    """`/token`: a signed assertion or a refresh token; Denied otherwise."""
    kind = form.get("grant_type")
    if kind == "urn:ietf:params:oauth:grant-type:jwt-bearer":
        email, scopes = _by_assertion(world, form.get("assertion", ""), audience)
    elif kind == "refresh_token":
        email = world.refresh_tokens.get(form.get("refresh_token", ""), "")
        scopes = form.get("scope") or SPREADSHEETS
        if not email:
            raise Denied("invalid_grant", "Token has been expired or revoked.")
    else:
        raise Denied("unsupported_grant_type", f"Invalid grant_type: {kind}")
    found = {"access_token": world.grant(email, scopes), "expires_in": 3599, "token_type": "Bearer"}
    return found if kind != "refresh_token" else found | {"scope": scopes}


def federated(world: World, form: Json) -> Json:
    """The security token service: any subject token stands for one federated identity."""
    if not form.get("subject_token"):
        raise Denied("invalid_request", "Missing subject_token.")
    access = world.grant("federated@emu", form.get("scope") or "https://www.googleapis.com/auth/cloud-platform")
    return {"access_token": access, "issued_token_type": "urn:ietf:params:oauth:token-type:access_token",
            "token_type": "Bearer", "expires_in": 3600}  # fmt: skip


def impersonated(world: World, header: str | None, email: str, body: Json) -> Json:
    """iamcredentials generateAccessToken: whoever has a token here may act as the account."""
    world.who(header)
    if email not in world.keys and email != world.robot:
        raise Refusal(404, "Not found; Gaia id not found for email " + email)
    access = world.grant(email, " ".join(body.get("scope") or []))
    return {"accessToken": access, "expireTime": when(world.clock.now() + 3600)[:19] + "Z"}


def allowed_locations() -> Json:
    """No boundary: the account's tokens may be used anywhere."""
    return {"locations": [], "encodedLocations": "0x0"}
