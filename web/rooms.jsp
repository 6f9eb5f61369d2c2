<%--
  ~ Copyright (C) 2026 the MUC Pulse authors
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
    <title><fmt:message key="rooms.title"/></title>
    <meta name="pageID" content="mucpulse-rooms">
    <%@ include file="WEB-INF/head.jspf" %>
</head>
<body>
<div class="mucpulse">
<%@ include file="WEB-INF/news.jspf" %>
<p><fmt:message key="rooms.intro"/></p>

<form action="mucpulse-rooms.jsp" method="get" class="mucpulse-search" role="search">
    <label for="service"><fmt:message key="rooms.service"/></label>
    <select id="service" name="service">
        <c:forEach var="one" items="${services}">
            <option value="<c:out value="${one}"/>"<c:if test="${one eq service}"> selected</c:if>><c:out value="${one}"/></option>
        </c:forEach>
    </select>
    <label for="text"><fmt:message key="rooms.text"/></label>
    <input type="search" id="text" name="text" value="<c:out value="${text}"/>" size="30" maxlength="100">
    <button type="submit"><fmt:message key="button.search"/></button>
</form>

<c:choose>
<c:when test="${not empty trouble}">
    <div class="mucpulse-news mucpulse-bad" role="alert"><c:out value="${trouble}"/></div>
</c:when>
<c:otherwise>
    <p id="found"><fmt:message key="rooms.found"><fmt:param value="${total}"/></fmt:message></p>
    <div class="jive-table mucpulse-scroll" tabindex="0" role="region" aria-labelledby="found">
    <table id="rooms">
        <thead>
            <tr>
                <th scope="col"><fmt:message key="rooms.room"/></th>
                <th scope="col"><fmt:message key="rooms.name"/></th>
                <th scope="col"><fmt:message key="rooms.kind"/></th>
                <th scope="col"><fmt:message key="rooms.special"/></th>
            </tr>
        </thead>
        <tbody>
            <c:forEach var="line" items="${lines}">
                <c:url var="link" value="mucpulse-room.jsp"><c:param name="room" value="${line.room()}"/></c:url>
                <tr>
                    <th scope="row"><a href="<c:out value="${link}"/>"><c:out value="${line.room()}"/></a></th>
                    <td><c:out value="${line.name()}"/></td>
                    <td><c:out value="${line.kind()}"/></td>
                    <td><c:choose><c:when test="${line.special()}"><fmt:message key="value.true"/></c:when><c:otherwise><fmt:message key="value.false"/></c:otherwise></c:choose></td>
                </tr>
            </c:forEach>
            <c:if test="${empty lines}">
                <tr><td colspan="4"><fmt:message key="rooms.none"/></td></tr>
            </c:if>
        </tbody>
    </table>
    </div>
    <c:if test="${pages gt 1}">
        <nav aria-label="<fmt:message key="rooms.pages"/>" class="mucpulse-pages">
            <c:if test="${page gt 1}">
                <c:url var="earlier" value="mucpulse-rooms.jsp"><c:param name="service" value="${service}"/><c:param name="text" value="${text}"/><c:param name="page" value="${page - 1}"/></c:url>
                <a rel="prev" href="<c:out value="${earlier}"/>"><fmt:message key="rooms.previous"/></a>
            </c:if>
            <span><fmt:message key="rooms.page"><fmt:param value="${page}"/><fmt:param value="${pages}"/></fmt:message></span>
            <c:if test="${page lt pages}">
                <c:url var="later" value="mucpulse-rooms.jsp"><c:param name="service" value="${service}"/><c:param name="text" value="${text}"/><c:param name="page" value="${page + 1}"/></c:url>
                <a rel="next" href="<c:out value="${later}"/>"><fmt:message key="rooms.next"/></a>
            </c:if>
        </nav>
    </c:if>
</c:otherwise>
</c:choose>
</div>
</body>
</html>
