<%--
  ~ Copyright (C) 2026 Ignite Realtime Foundation. All rights reserved.
  ~
  ~ Licensed under the Apache License, Version 2.0 (the "License");
  ~ you may not use this file except in compliance with the License.
  ~ You may obtain a copy of the License at
  ~
  ~     http://www.apache.org/licenses/LICENSE-2.0
  ~
  ~ Unless required by applicable law or agreed to in writing, software
  ~ distributed under the License is distributed on an "AS IS" BASIS,
  ~ WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
  ~ See the License for the specific language governing permissions and
  ~ limitations under the License.
--%>
<%@ page contentType="text/html; charset=UTF-8" pageEncoding="UTF-8" session="false" %>
<%@ taglib prefix="c" uri="http://java.sun.com/jsp/jstl/core" %>
<%@ taglib prefix="fmt" uri="http://java.sun.com/jsp/jstl/fmt" %>
<!DOCTYPE html>
<html lang="<c:out value="${language}"/>">
<head>
    <title><fmt:message key="users.title"/></title>
    <meta name="pageID" content="mucpulse-users">
    <%@ include file="WEB-INF/head.jspf" %>
</head>
<body>
<div class="mucpulse">
<%@ include file="WEB-INF/news.jspf" %>
<p><fmt:message key="users.intro"/></p>

<form action="mucpulse-users.jsp" method="get" class="mucpulse-search" role="search">
    <label for="user"><fmt:message key="users.user"/></label>
    <input type="search" id="user" name="user" value="<c:out value="${typed}"/>" size="40" maxlength="3071"<c:if test="${wrong}"> aria-invalid="true" aria-describedby="user-error"</c:if>>
    <button type="submit"><fmt:message key="button.search"/></button>
</form>
<c:if test="${wrong}">
    <div class="mucpulse-error" id="user-error" role="alert"><fmt:message key="users.wrong"/></div>
</c:if>

<c:if test="${not empty user}">
<h2><c:out value="${user}"/></h2>
<c:if test="${failed}">
    <div class="mucpulse-news mucpulse-bad" role="alert"><fmt:message key="console.late"/></div>
</c:if>

<form action="mucpulse-users.jsp" method="post" id="subscriptions">
    <%@ include file="WEB-INF/tokens.jspf" %>
    <input type="hidden" name="user" value="<c:out value="${user}"/>">
    <h2 class="jive-contentBoxHeader"><fmt:message key="user.subscriptions"/></h2>
    <div class="jive-contentBox">
        <c:choose>
        <c:when test="${empty sessions}"><p><fmt:message key="user.subscriptions.none"/></p></c:when>
        <c:otherwise>
            <ul>
                <c:forEach var="session" items="${sessions}"><li><c:out value="${session.session()}"/> · <c:out value="${session.service()}"/></li></c:forEach>
            </ul>
            <p><button type="submit" name="endSubscriptions" value="1"><fmt:message key="user.subscriptions.end"/></button></p>
        </c:otherwise>
        </c:choose>
    </div>
</form>

<form action="mucpulse-users.jsp" method="post" id="visits">
    <%@ include file="WEB-INF/tokens.jspf" %>
    <input type="hidden" name="user" value="<c:out value="${user}"/>">
    <h2 class="jive-contentBoxHeader"><fmt:message key="user.visits"/></h2>
    <div class="jive-contentBox">
        <c:choose>
        <c:when test="${empty visits}"><p><fmt:message key="user.visits.none"/></p></c:when>
        <c:otherwise>
            <ul>
                <c:forEach var="visit" items="${visits}"><li><c:out value="${visit.room()}"/> · <c:out value="${visit.when()}"/></li></c:forEach>
            </ul>
            <p><button type="submit" name="forgetVisits" value="1"><fmt:message key="user.visits.forget"/></button></p>
        </c:otherwise>
        </c:choose>
    </div>
</form>

<form action="mucpulse-users.jsp" method="post" id="chatting">
    <%@ include file="WEB-INF/tokens.jspf" %>
    <input type="hidden" name="user" value="<c:out value="${user}"/>">
    <h2 class="jive-contentBoxHeader"><fmt:message key="user.chatting"/></h2>
    <div class="jive-contentBox">
        <c:choose>
            <c:when test="${chattingStated}"><p><fmt:message key="user.chatting.stated"/></p></c:when>
            <c:otherwise><p><fmt:message key="user.chatting.silent"/></p></c:otherwise>
        </c:choose>
        <dl>
            <dt><fmt:message key="user.chatting.publish"/></dt>
            <dd><c:choose><c:when test="${chattingPublish}"><fmt:message key="value.true"/></c:when><c:otherwise><fmt:message key="value.false"/></c:otherwise></c:choose></dd>
            <dt><fmt:message key="user.chatting.private"/></dt>
            <dd><c:choose><c:when test="${chattingPrivate}"><fmt:message key="value.true"/></c:when><c:otherwise><fmt:message key="value.false"/></c:otherwise></c:choose></dd>
            <dt><fmt:message key="user.chatting.excluded"/></dt>
            <dd><c:forEach var="one" items="${chattingExcluded}"><c:out value="${one}"/><br></c:forEach><c:if test="${empty chattingExcluded}"><fmt:message key="value.none"/></c:if></dd>
            <dt><fmt:message key="user.chatting.published"/></dt>
            <dd><c:forEach var="one" items="${chattingPublished}"><c:out value="${one}"/><br></c:forEach><c:if test="${empty chattingPublished}"><fmt:message key="value.none"/></c:if></dd>
        </dl>
        <c:if test="${chattingStated}">
            <p><button type="submit" name="resetChatting" value="1"><fmt:message key="user.chatting.reset"/></button></p>
        </c:if>
    </div>
</form>

<form action="mucpulse-users.jsp" method="post" id="all">
    <%@ include file="WEB-INF/tokens.jspf" %>
    <input type="hidden" name="user" value="<c:out value="${user}"/>">
    <h2 class="jive-contentBoxHeader"><fmt:message key="user.all"/></h2>
    <div class="jive-contentBox">
        <p><fmt:message key="user.all.intro"/></p>
        <p>
            <input type="checkbox" id="sure" name="sure" value="true">
            <label for="sure"><fmt:message key="user.sure"/></label>
        </p>
        <p><button type="submit" name="forgetAll" value="1" class="mucpulse-danger"><fmt:message key="user.all.forget"/></button></p>
    </div>
</form>
</c:if>
</div>
</body>
</html>
